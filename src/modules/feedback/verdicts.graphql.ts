import { InputType } from "type-graphql";
import { NestedList } from "../../platform/graphql";
import { ShareResponseInput } from "../responses/response.graphql";
import { VerdictFields } from "./feedback.input.graphql";
import type { ShareVerdict } from "./verdicts.part";

@InputType({ description: "Feedback on the revision that you respond to." })
export class ShareVerdictInput extends VerdictFields implements ShareVerdict {}

NestedList(() => ShareVerdictInput, {
  most: 500,
  nullable: true,
  description: "What you found, item by item: feedback, filed by name with your response.",
})(ShareResponseInput.prototype, "verdicts");
