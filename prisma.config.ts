// Prisma insists on finding this file here. Steward never uses Prisma's downloaded engine: naming any
// executable keeps the command line from asking a host for it.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default {};
