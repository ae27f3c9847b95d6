import "reflect-metadata";
import type { DataSource } from "typeorm";
import type { Report } from "./api/errors";
import { Pipeline } from "./api/pipeline";
import { type Schemas, buildSchemas } from "./api/schema";
import { FileReader } from "./interop/apart/reader";
import { FileImport } from "./interop/file-import";
import { AccountResolver, EventActorResolver } from "./modules/accounts/account.resolver";
import { AccountService } from "./modules/accounts/account.service";
import { ApiKeyResolver } from "./modules/accounts/api-key.resolver";
import { ApiKeyService } from "./modules/accounts/api-key.service";
import { Authenticator } from "./modules/accounts/authenticator";
import { AgreementResolver } from "./modules/agreements/agreement.resolver";
import { AgreementService } from "./modules/agreements/agreement.service";
import { AssertionResolver, CaseAssertionResolver } from "./modules/assertions/assertion.resolver";
import { AssertionService } from "./modules/assertions/assertion.service";
import { BenignResolver } from "./modules/benign/benign.resolver";
import { BenignService } from "./modules/benign/benign.service";
import { CaseResolver, EventCaseResolver } from "./modules/cases/case.resolver";
import { CaseService } from "./modules/cases/case.service";
import { MemberService } from "./modules/cases/member.service";
import { MemberResolver, ParticipantResolver } from "./modules/cases/participant.resolver";
import { ParticipantService } from "./modules/cases/participant.service";
import { IndicatorConfidenceResolver } from "./modules/confidence/confidence.resolver";
import { CaseConsentResolver, ConsentResolver } from "./modules/consents/consent.resolver";
import { ConsentService } from "./modules/consents/consent.service";
import "./modules/feedback/verdicts.graphql";
import { ContactResolver } from "./modules/contacts/contact.resolver";
import { ContactService } from "./modules/contacts/contact.service";
import { CaseDetectionResolver, DetectionResolver } from "./modules/detections/detection.resolver";
import { DetectionService } from "./modules/detections/detection.service";
import { AudienceResolver } from "./modules/disclosures/audience.resolver";
import { DraftResolver } from "./modules/drafts/draft.resolver";
import { DraftService } from "./modules/drafts/draft.service";
import { AnonymousFeedback } from "./modules/feedback/anonymous.service";
import { FeedbackResolver } from "./modules/feedback/feedback.resolver";
import { FeedbackService } from "./modules/feedback/feedback.service";
import { outcomeResolvers } from "./modules/feedback/outcome.resolver";
import { ResolutionService } from "./modules/feedback/resolution.service";
import { verdictsPart } from "./modules/feedback/verdicts.part";
import { ForwardResolver, ShareForwardResolver } from "./modules/forwards/forward.resolver";
import { ASK_EXPIRY, ForwardService } from "./modules/forwards/forward.service";
import { CaseHandoffsResolver, HandoffResolver, ShiftResolver } from "./modules/handoffs/handoff.resolver";
import { HandoffService } from "./modules/handoffs/handoff.service";
import { ShiftService } from "./modules/handoffs/shift.service";
import { CaseIndicatorResolver, IndicatorResolver } from "./modules/indicators/indicator.resolver";
import { ImportService } from "./modules/intake/import.service";
import { IntakeResolver } from "./modules/intake/intake.resolver";
import { IntakeService } from "./modules/intake/intake.service";
import { SharingMetricsResolver } from "./modules/metrics/sharing-metrics.resolver";
import { NeedResolver } from "./modules/needs/need.resolver";
import { NeedService } from "./modules/needs/need.service";
import { NoteResolver } from "./modules/notes/note.resolver";
import { NoteService } from "./modules/notes/note.service";
import { ObstacleResolver } from "./modules/obstacles/obstacle.resolver";
import { ObstacleService } from "./modules/obstacles/obstacle.service";
import { OrganizationResolver } from "./modules/organizations/organization.resolver";
import { OrganizationService } from "./modules/organizations/organization.service";
import {
  CaseSightingResolver,
  IndicatorSightingResolver,
  SightingResolver,
} from "./modules/sightings/sighting.resolver";
import { ProfileResolver } from "./modules/profiles/profile.resolver";
import { ProfileService } from "./modules/profiles/profile.service";
import { LifecycleService } from "./modules/publications/lifecycle.service";
import { PublicationResolver } from "./modules/publications/publication.resolver";
import { PublicationService } from "./modules/publications/publication.service";
import { EXPIRY } from "./modules/publications/release";
import { ReceiptResolver } from "./modules/receipts/receipt.resolver";
import { registerQuestionJobs } from "./modules/requests/request.record";
import {
  CaseRequestsResolver,
  IndicatorRequestsResolver,
  RequestResolver,
  ShareRequestsResolver,
} from "./modules/requests/request.resolver";
import { RequestService } from "./modules/requests/request.service";
import { ItemSightingResolver, ResponseResolver } from "./modules/responses/response.resolver";
import { ResponseService } from "./modules/responses/response.service";
import { sightingsPart } from "./modules/responses/sightings.part";
import { ItemMarks } from "./modules/revisions/item-marks.service";
import {
  IndicatorDisputeResolver,
  RevisionResolver,
  ShareRevisionResolver,
} from "./modules/revisions/revision.resolver";
import { CaseShareResolver, ShareResolver } from "./modules/shares/share.resolver";
import { SightingService } from "./modules/sightings/sighting.service";
import { TaskResolver } from "./modules/tasks/task.resolver";
import { TaskService } from "./modules/tasks/task.service";
import { TimelineResolver } from "./modules/timeline/timeline.resolver";
import { TimelineService } from "./modules/timeline/timeline.service";
import { VenueResolver } from "./modules/venues/venue.resolver";
import { VenueService } from "./modules/venues/venue.service";
import { Writer } from "./platform/change";
import type { Context, Viewer } from "./platform/context";
import { CursorBox } from "./platform/cursors";
import { EventResolver } from "./platform/events/event.resolver";
import { EventLog } from "./platform/events/log";
import { EventStreams } from "./platform/events/stream";
import { Tail } from "./platform/events/tail";
import { forgetOldOutcomes } from "./platform/idempotency";
import { newId } from "./platform/ids";
import { Jobs } from "./platform/jobs";
import { NodeResolver } from "./platform/node.resolver";
import { nodeModels } from "./platform/read/model";
import { Reader } from "./platform/read/reader";
import { VocabularyResolver } from "./platform/vocabulary.graphql";

export type Services = {
  readonly itemMarks: ItemMarks;
  readonly forwards: ForwardService;
  readonly consents: ConsentService;
  readonly needs: NeedService;
  readonly responses: ResponseService;
  readonly profiles: ProfileService;
  readonly publications: PublicationService;
  readonly drafts: DraftService;
  readonly lifecycle: LifecycleService;
  readonly feedback: FeedbackService;
  readonly anonymousFeedback: AnonymousFeedback;
  readonly resolutions: ResolutionService;
  readonly benign: BenignService;
  readonly organizations: OrganizationService;
  readonly accounts: AccountService;
  readonly apiKeys: ApiKeyService;
  readonly venues: VenueService;
  readonly agreements: AgreementService;
  readonly cases: CaseService;
  readonly participants: ParticipantService;
  readonly members: MemberService;
  readonly requests: RequestService;
  readonly handoffs: HandoffService;
  readonly shifts: ShiftService;
  readonly obstacles: ObstacleService;
  readonly contacts: ContactService;
  readonly tasks: TaskService;
  readonly notes: NoteService;
  readonly timeline: TimelineService;
  readonly assertions: AssertionService;
  readonly sightings: SightingService;
  readonly detections: DetectionService;
  readonly imports: ImportService;
  readonly intake: IntakeService;
};

export type App = {
  readonly schemas: Schemas;
  readonly pipeline: Pipeline;
  readonly authenticator: Authenticator;
  readonly tail: Tail;
  readonly writer: Writer;
  readonly jobs: Jobs;
  readonly services: Services;
  readonly fileImport: FileImport;
  /** Begins to read the event log, and to do what is due. */
  readonly start: (pollMs: number) => Promise<void>;
  readonly stop: () => Promise<void>;
  /** A context for one operation of this viewer. */
  readonly contextFor: (viewer: Viewer, requestId?: string, cut?: Context["cut"]) => Context;
};

/** Wires the product once, by hand: the whole dependency graph can be read in this file. */
export async function createApp(db: DataSource, report: Report): Promise<App> {
  const cursors = new CursorBox(await hubKey(db));
  const reader = new Reader(db, cursors, nodeModels());
  const log = new EventLog(db);
  const tail = new Tail(log, (bug) => report(bug, "tail"));
  const streams = new EventStreams(log, tail, reader, cursors);
  await streams.start();

  const writer = new Writer(db, () => tail.wake());
  const jobs = new Jobs(db, writer, (bug, kind) => report(bug, `job ${kind}`));
  jobs.registerRecurring("idempotency.forget", forgetOldOutcomes);
  const agreements = new AgreementService(writer);
  const cases = new CaseService(writer);
  const requests = new RequestService(writer, cases);
  const handoffs = new HandoffService(writer, cases, requests, agreements);
  registerQuestionJobs(jobs);
  handoffs.registerJobs(jobs);
  const assertions = new AssertionService(writer, cases);
  const detections = new DetectionService(writer, assertions);
  const files = new FileReader();
  const imports = new ImportService(writer, assertions, detections, files);

  const itemMarks = new ItemMarks();
  const publications = new PublicationService(writer, cases, itemMarks);
  const lifecycle = new LifecycleService(writer, itemMarks);
  jobs.register(EXPIRY, (change, id) => lifecycle.expire(change, id));
  const feedback = new FeedbackService(writer, itemMarks, jobs);
  const responses = new ResponseService(writer);
  responses.addPart(verdictsPart(feedback));
  const sightings = new SightingService(writer, cases);
  responses.addPart(sightingsPart(sightings));

  const forwards = new ForwardService(writer);
  jobs.register(ASK_EXPIRY, (change, id) => forwards.expire(change, id));

  const services: Services = {
    itemMarks,
    forwards,
    consents: new ConsentService(writer),
    needs: new NeedService(writer),
    responses,
    profiles: new ProfileService(writer),
    publications,
    drafts: new DraftService(writer, publications),
    lifecycle,
    feedback,
    resolutions: new ResolutionService(writer, itemMarks),
    anonymousFeedback: new AnonymousFeedback(writer, feedback, cursors, jobs),
    benign: new BenignService(writer, files),
    organizations: new OrganizationService(writer),
    accounts: new AccountService(writer),
    apiKeys: new ApiKeyService(writer),
    venues: new VenueService(writer),
    agreements,
    cases,
    participants: new ParticipantService(writer, cases),
    members: new MemberService(writer, cases),
    requests,
    handoffs,
    shifts: new ShiftService(writer, cases),
    obstacles: new ObstacleService(writer, cases),
    contacts: new ContactService(writer, cases),
    tasks: new TaskService(writer, cases),
    notes: new NoteService(writer, cases),
    timeline: new TimelineService(writer, cases),
    assertions,
    sightings,
    detections,
    imports,
    intake: new IntakeService(writer, { cases, assertions, detections, imports, handoffs, reader: files }),
  };

  const schemas = schemasOf(services);
  const contextFor: App["contextFor"] = (viewer, requestId = newId("req"), cut) => ({
    requestId,
    viewer,
    reads: reader.session(viewer),
    streams,
    cursors,
    ...(cut ? { cut } : {}),
  });
  return {
    schemas,
    tail,
    writer,
    jobs,
    contextFor,
    start: (pollMs) => {
      jobs.start(Math.max(pollMs, 1_000)); // Due times are told in minutes.
      return tail.start(pollMs);
    },
    stop: async () => {
      await jobs.stop();
      await tail.stop();
    },
    services,
    fileImport: new FileImport(writer, { assertions, imports, benign: services.benign }, files),
    pipeline: new Pipeline(schemas.schema, report),
    authenticator: new Authenticator(db),
  };
}

/** The schema needs no database: it is emitted without one. */
export function schemasOf(services: Services): Schemas {
  const { organizations, accounts, apiKeys, venues, agreements, assertions, sightings, detections, imports, intake } =
    services;
  const { cases, participants, members, obstacles, contacts, tasks, notes, timeline } = services;
  const { requests, handoffs, shifts } = services;
  return buildSchemas([
    new NodeResolver(),
    new VocabularyResolver(),
    new EventResolver(),
    new EventActorResolver(),
    new EventCaseResolver(),
    new OrganizationResolver(organizations),
    new AccountResolver(accounts),
    new ApiKeyResolver(apiKeys),
    new VenueResolver(venues),
    new AgreementResolver(agreements),
    new CaseResolver(cases),
    new ParticipantResolver(participants),
    new MemberResolver(members),
    new RequestResolver(requests),
    new CaseRequestsResolver(),
    new HandoffResolver(handoffs),
    new ShiftResolver(shifts),
    new CaseHandoffsResolver(),
    new ObstacleResolver(obstacles),
    new ContactResolver(contacts),
    new TaskResolver(tasks),
    new NoteResolver(notes),
    new TimelineResolver(timeline),
    new IndicatorResolver(),
    new CaseIndicatorResolver(),
    new IndicatorRequestsResolver(),
    new AssertionResolver(assertions),
    new CaseAssertionResolver(),
    new SightingResolver(sightings),
    new IndicatorSightingResolver(),
    new CaseSightingResolver(),
    new DetectionResolver(detections),
    new CaseDetectionResolver(),
    new IntakeResolver(intake, imports),
    new ShareResolver(),
    new CaseShareResolver(),
    new RevisionResolver(),
    new ShareRevisionResolver(),
    new IndicatorDisputeResolver(),
    new ForwardResolver(services.forwards),
    new ShareForwardResolver(),
    new ShareRequestsResolver(),
    new AudienceResolver(),
    new ConsentResolver(services.consents),
    new CaseConsentResolver(),
    new NeedResolver(services.needs),
    new ReceiptResolver(),
    new ResponseResolver(services.responses),
    new ItemSightingResolver(),
    new ProfileResolver(services.profiles),
    new PublicationResolver(services.publications, services.lifecycle),
    new DraftResolver(services.drafts),
    new FeedbackResolver(services.feedback, services.resolutions, services.anonymousFeedback),
    ...outcomeResolvers.map((Outcomes) => new Outcomes()),
    new SharingMetricsResolver(),
    new IndicatorConfidenceResolver(),
    new BenignResolver(services.benign),
  ]);
}

async function hubKey(db: DataSource): Promise<Buffer> {
  const [hub] = await db.query<{ cursor_key: string }[]>("select cursor_key from hub");
  if (!hub) throw new Error("The hub has no key: the migrations did not run.");
  return Buffer.from(hub.cursor_key);
}
