// The package has no types of its own. These cover what Steward uses.
declare module "punycode.js" {
  const punycode: { toUnicode: (domain: string) => string };
  export default punycode;
}
