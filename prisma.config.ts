// Prisma requires this file here. Steward never uses Prisma's downloaded engine. Naming any executable keeps the
// command line from downloading it.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default {};
