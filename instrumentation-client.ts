import { ignoreHeldEnter } from "@/components/ui/held-enter";
import { holdHistory } from "@/components/ui/held-history";

// Next runs this before it starts in a browser.
holdHistory();
ignoreHeldEnter();
