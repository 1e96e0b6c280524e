import { vi } from "vitest";

// The test files of one worker share the packages, which take longest to load. Each file gets new modules and settings.
vi.unstubAllEnvs();
vi.resetModules();
