import ForbiddenSection from "@/app/(panel)/forbidden";

/** Nothing asks for this page. Without it, Next would send one of its own, in English, with every page. */
export default ForbiddenSection;
