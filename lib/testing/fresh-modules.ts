import { vi } from "vitest";

// The test files of one worker share its packages, which take longest to load; modules and settings each has anew.
vi.unstubAllEnvs();
vi.resetModules();
