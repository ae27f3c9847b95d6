import type { Viewer } from "../../platform/context";
import { verbs } from "../../platform/verbs";

/** Who administers an organisation and its accounts: its own people, or the operator of the hub. */
export type AdministrationSide = "OWN_ORGANIZATION" | "HUB_OPERATOR";

/** Who may do what with an organisation. The table is the source of the checks, of the docs and of the tests. */
export const organizationVerbs = verbs("Organization", {
  createOrganization: { roles: ["OPERATOR"], sides: [] },
  updateOrganization: { roles: ["ADMIN", "OPERATOR"], sides: ["OWN_ORGANIZATION", "HUB_OPERATOR"] },
  setClients: { roles: ["ADMIN", "OPERATOR"], sides: ["OWN_ORGANIZATION", "HUB_OPERATOR"] },
});

/** How a viewer stands to the administration of an organisation. */
export function administrationOf(viewer: Viewer, organizationId: string): ReadonlySet<AdministrationSide> {
  const sides = new Set<AdministrationSide>();
  if (viewer.organizationId === organizationId) sides.add("OWN_ORGANIZATION");
  if (viewer.operator) sides.add("HUB_OPERATOR");
  return sides;
}
