import { MissingSection } from "@/app/(panel)/missing-section";

/** A section that this user's privilege does not allow. The panel's frame stays, so they know where they are. */
export default function ForbiddenSection() {
  return <MissingSection why="forbidden" />;
}
