import "@testing-library/jest-dom/vitest";
import { configure } from "@testing-library/react";

// On a busy computer, a part that a page loads later can take more than the usual second.
configure({ asyncUtilTimeout: 15_000 });
