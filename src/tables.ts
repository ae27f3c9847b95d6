import type { EntitySchema } from "typeorm";
import { AccountTable, ApiKeyTable } from "./modules/accounts/account.table";
import { AgreementContactTable, AgreementPartyTable, AgreementTable } from "./modules/agreements/agreement.table";
import { AssertionTable, SourceObjectTable } from "./modules/assertions/assertion.table";
import { BenignEntryTable, BenignListTable } from "./modules/benign/benign.table";
import { CaseTable, MemberTable, ParticipantTable } from "./modules/cases/case.table";
import { ConsentTable } from "./modules/consents/consent.table";
import { ContactTable } from "./modules/contacts/contact.table";
import { FeedbackTable, PendingTable } from "./modules/feedback/feedback.table";
import { ForwardTable } from "./modules/forwards/forward.table";
import { DetectionTable, MatchTable } from "./modules/detections/detection.table";
import { HandoffTable, PackageTable } from "./modules/handoffs/handoff.table";
import { IndicatorTable } from "./modules/indicators/indicator.table";
import { NeedPartnerTable, NeedTable } from "./modules/needs/need.table";
import { NoteTable } from "./modules/notes/note.table";
import { ObstacleTable } from "./modules/obstacles/obstacle.table";
import { OrganizationClientTable, OrganizationTable } from "./modules/organizations/organization.table";
import { ProfileTable } from "./modules/profiles/profile.table";
import { ReceiptTable, UseTable } from "./modules/receipts/receipt.table";
import { RequestTable } from "./modules/requests/request.table";
import { ToldSightingTable } from "./modules/responses/response.table";
import { ItemTable, LineageTable, RevisionTable } from "./modules/revisions/revision.table";
import { PersonTable, RecipientTable, ShareTable } from "./modules/shares/share.table";
import { TaskTable } from "./modules/tasks/task.table";
import { TimelineTable } from "./modules/timeline/timeline.table";
import { SightingTable } from "./modules/sightings/sighting.table";
import { VenueMemberTable, VenueTable } from "./modules/venues/venue.table";

/** Every table that TypeORM knows: what the drift test compares with the migrations. */
export const tables = [
  OrganizationTable,
  OrganizationClientTable,
  AccountTable,
  ApiKeyTable,
  VenueTable,
  VenueMemberTable,
  AgreementTable,
  AgreementPartyTable,
  AgreementContactTable,
  CaseTable,
  ParticipantTable,
  MemberTable,
  RequestTable,
  HandoffTable,
  PackageTable,
  ObstacleTable,
  ContactTable,
  TaskTable,
  NoteTable,
  TimelineTable,
  IndicatorTable,
  AssertionTable,
  SourceObjectTable,
  SightingTable,
  DetectionTable,
  MatchTable,
  ShareTable,
  RecipientTable,
  PersonTable,
  RevisionTable,
  LineageTable,
  ItemTable,
  ReceiptTable,
  UseTable,
  ToldSightingTable,
  ProfileTable,
  ForwardTable,
  NeedTable,
  NeedPartnerTable,
  ConsentTable,
  FeedbackTable,
  PendingTable,
  BenignListTable,
  BenignEntryTable,
] as unknown as EntitySchema[];
