// The package has no types of its own; this is what is used of it.
declare module "punycode.js" {
  const punycode: { toUnicode: (domain: string) => string };
  export default punycode;
}
