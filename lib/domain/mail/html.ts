import "server-only";

/** The parts of an email, before they become text or HTML. */
export type EmailContent = {
  language: string;
  brand: string;
  subject: string;
  text: string;
  facts: { label: string; values: string[]; isId: boolean; line: (value: string) => string }[];
  /** The button and how long its link is valid. For a hidden link: a remark in its place. */
  link: { label: string; works: string; otherwise: string; url: string } | { held: string } | null;
  unexpected: string;
  why: string;
  help: string;
};

/**
 * Renders an email as HTML for mail programs. Uses tables and inline styles, because many programs support nothing else. Loads no
 * external resources. The colours come from app/styles/tokens.css. Programs that read the style sheet also get the dark ones.
 */
export function htmlOf({ language, brand, subject, text, facts, link, unexpected, why, help }: EmailContent): string {
  const rows = facts.map(({ label, values, isId }) => {
    const shown = values
      .map((value) => (isId ? idOf(value) : `<span dir="auto">${escaped(value)}</span>`))
      .join("<br>");
    return `<tr><td class="muted" valign="top" style="padding:3px 16px 3px 0;color:${light.muted};font-size:14px;line-height:20px">${escaped(label)}</td><td class="text" valign="top" style="padding:3px 0;color:${light.text};font-size:14px;line-height:20px;word-break:break-word">${shown}</td></tr>`;
  });
  const parts = [
    `<h1 class="text" style="margin:0 0 12px;color:${light.text};font-size:22px;line-height:28px;font-weight:600">${escaped(subject)}</h1>`,
    paragraph(text),
    rows.length > 0
      ? `<table role="presentation" class="facts" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 16px">${rows.join("")}</table>`
      : "",
    link === null ? "" : "held" in link ? paragraph(link.held) : buttonOf(link),
    unexpected &&
      `<p class="text line" style="margin:0;padding:16px 0 0;border-top:1px solid ${light.line};color:${light.text};font-size:14px;line-height:20px">${escaped(unexpected)}</p>`,
  ];
  return `<!doctype html>
<html lang="${escaped(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no">
<title>${escaped(subject)}</title>
<style>
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .frame { background-color: ${dark.frame} !important; }
  .sheet { background-color: ${dark.sheet} !important; border-color: ${dark.line} !important; }
  .line { border-color: ${dark.line} !important; }
  .text { color: ${dark.text} !important; }
  .muted { color: ${dark.muted} !important; }
  .accent { color: ${dark.accent} !important; }
  .button { background-color: ${dark.accent} !important; }
  .button a { color: ${dark.onAccent} !important; }
}
@media (max-width: 480px) {
  .inside { padding: 24px 20px !important; }
  .facts td { display: block !important; padding: 0 !important; }
  .facts td.text { padding-bottom: 8px !important; }
}
</style>
</head>
<body class="frame" style="margin:0;padding:0;background-color:${light.frame}">
<table role="presentation" class="frame" width="100%" cellpadding="0" cellspacing="0" border="0" style="background-color:${light.frame};font-family:${sans}">
<tr><td align="center" style="padding:24px 12px">
<table role="presentation" width="560" cellpadding="0" cellspacing="0" border="0" style="width:100%;max-width:560px;text-align:left">
<tr><td class="text" style="padding:0 4px 14px;color:${light.text};font-size:16px;line-height:24px;font-weight:600"><span class="accent" style="color:${light.accent};font-size:20px;font-weight:800">/</span>&nbsp;${escaped(brand)}</td></tr>
<tr><td class="sheet inside" style="padding:32px;background-color:${light.sheet};border:1px solid ${light.line};border-radius:14px">
${parts.filter(Boolean).join("\n")}
</td></tr>
<tr><td class="muted" style="padding:16px 4px 0;color:${light.muted};font-size:13px;line-height:18px">${escaped(why)}<br>${escaped(help)}</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`;
}

const sans = "'Atkinson Hyperlegible Next',system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const mono = "'Atkinson Hyperlegible Mono',ui-monospace,SFMono-Regular,Menlo,Consolas,monospace";

const light = {
  frame: "#edf2f2",
  sheet: "#fefffe",
  line: "#dae1e1",
  text: "#142327",
  muted: "#506062",
  accent: "#005860",
  onAccent: "#f8fdfc",
};
const dark = {
  frame: "#081011",
  sheet: "#10191a",
  line: "#293334",
  text: "#e9eeee",
  muted: "#a3afb0",
  accent: "#82cdce",
  onAccent: "#031a1e",
};

const paragraph = (text: string) =>
  `<p class="text" style="margin:0 0 16px;color:${light.text};font-size:15px;line-height:22px">${escaped(text)}</p>`;

/** The button, with its full URL below: for programs without buttons, and for people who want to see where it leads. */
function buttonOf({
  label,
  works,
  otherwise,
  url,
}: {
  label: string;
  works: string;
  otherwise: string;
  url: string;
}): string {
  const href = escaped(url);
  const small = `color:${light.muted};font-size:13px;line-height:18px`;
  return `<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:8px 0 12px"><tr><td class="button" style="background-color:${light.accent};border-radius:7px"><a href="${href}" style="display:inline-block;padding:11px 20px;color:${light.onAccent};font-size:15px;line-height:20px;font-weight:600;text-decoration:none">${escaped(label)}</a></td></tr></table>
<p class="muted" style="margin:0 0 16px;${small}">${escaped(works)}</p>
<p class="muted" style="margin:0 0 16px;${small}">${escaped(otherwise)}<br><a class="accent" href="${href}" style="color:${light.accent};word-break:break-all">${href}</a></p>`;
}

/** An ID in the style of the panel: account / user. */
function idOf(id: string): string {
  const [account = "", ...person] = id.split("/");
  const strong = (text: string) => `<b class="text" style="color:${light.text};font-weight:700">${escaped(text)}</b>`;
  const whole =
    person.length === 0
      ? strong(account)
      : `<span class="muted" style="color:${light.muted};white-space:nowrap">${escaped(account)}</span><b class="accent" style="color:${light.accent};font-weight:800">/</b>${strong(person.join("/"))}`;
  return `<span style="font-family:${mono};letter-spacing:-0.02em">${whole}</span>`;
}

const escaped = (text: string) =>
  text.replace(/[&<>"']/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" })[sign]!);
