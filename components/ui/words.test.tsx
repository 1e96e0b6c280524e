import { cleanup } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, expect, it } from "vitest";
import { Anatomy } from "@/components/ui/anatomy";
import { Button, LinkButton } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { CompositeId } from "@/components/ui/composite-id";
import { Field } from "@/components/ui/field";
import { FieldError } from "@/components/ui/field-error";
import { Check } from "@/components/ui/icon";
import { Meter } from "@/components/ui/meter";
import { Notice } from "@/components/ui/notice";
import { Pager } from "@/components/ui/pager";
import { State } from "@/components/ui/state";
import { Tabs } from "@/components/ui/tabs";
import { Words } from "@/components/ui/words";
import { draw } from "@/lib/testing/draw";

afterEach(cleanup);

/** Translates as browsers do: puts `<font><font>…</font></font>` in place of each text. */
function translate(root: Element) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const texts: Node[] = [];
  for (let text = walker.nextNode(); text; text = walker.nextNode()) texts.push(text);
  for (const text of texts) {
    const outer = document.createElement("font");
    outer.appendChild(document.createElement("font")).append(text.nodeValue!);
    (text as Text).replaceWith(outer);
  }
}

const tabs = (label: string, current: string) => (
  <Tabs
    label="Account"
    tabs={[
      { href: "/a", label },
      { href: "/b", label: "Users" },
    ]}
    current={current}
    where={`Account: ${label}`}
  />
);
const field = (aside?: string, error?: string) => (
  <Field label="City" aside={aside} error={error} id="city">
    {(control) => <input {...control} />}
  </Field>
);
const pager = (range: string, label: string) => (
  <Pager label="Pages" range={range} previous={{ label }} next={{ label: "Next", href: "/?2" }} />
);

/** A part before and after a change, and its text afterwards. */
const changes: [part: string, before: ReactNode, after: ReactNode, says: string][] = [
  [
    "A button that becomes busy",
    <Button key="1">Save</Button>,
    <Button key="1" busy>
      Saving
    </Button>,
    "Saving",
  ],
  [
    "A button with an icon",
    <Button key="1">
      <Check />
      Save
    </Button>,
    <Button key="1">{null}Send</Button>,
    "Send",
  ],
  [
    "A withheld button",
    <Button key="1" withheld="Not you">
      Save
    </Button>,
    <Button key="1" withheld="Not yet">
      Send
    </Button>,
    "Not yetSend",
  ],
  [
    "A link button",
    <LinkButton key="1" href="/">
      {null}Back
    </LinkButton>,
    <LinkButton key="1" href="/">
      <Check />
      On
    </LinkButton>,
    "On",
  ],
  [
    "A chip",
    <Chip key="1">Due</Chip>,
    <Chip key="1" icon={<Check />}>
      Invited
    </Chip>,
    "Invited",
  ],
  [
    "A state",
    <State key="1">Enabled</State>,
    <State key="1" off>
      Disabled
    </State>,
    "Disabled",
  ],
  [
    "A notice",
    <Notice key="1">Wrong</Notice>,
    <Notice key="1" tone="danger">
      Wrong again
    </Notice>,
    "Wrong again",
  ],
  [
    "A field's error",
    <FieldError key="1">Type a city</FieldError>,
    <FieldError key="1">Type another</FieldError>,
    "Type another",
  ],
  ["A field", field("(optional)"), field("(facultatif)", "Type a city"), "City (facultatif)Type a city"],
  [
    "A meter",
    <Meter key="1" score={0} text="8 characters or more" />,
    <Meter key="1" score={1} word="Weak" text="A name" />,
    "Weak A name",
  ],
  [
    "A meter that is strong",
    <Meter key="1" score={1} word="Weak" text="A name" />,
    <Meter key="1" score={4} word="Strong" />,
    "Strong ",
  ],
  [
    "An ID",
    <CompositeId key="1" account="1234" person="…" />,
    <CompositeId key="1" account="1234" person="jane" />,
    "1234/jane",
  ],
  [
    "An ID in its parts",
    <Anatomy key="1" account={{ text: "1234", label: "ID" }} person={{ text: "jane", label: "login" }} />,
    <Anatomy key="1" account={{ text: "5678", label: "ID" }} person={{ text: "martin", label: "login" }} />,
    "5678ID/martinlogin",
  ],
  ["A pager", pager("1 to 25", "Previous"), pager("26 to 50", "Newer"), "26 to 50NewerNext"],
  ["Tabs", tabs("General", "/a"), tabs("Security", "/a"), "SecurityUsersSecuritySecurityUsers"],
  [
    "Texts beside optional parts",
    <p key="1">
      <Words>
        {null}One {2}
      </Words>
    </p>,
    <p key="1">
      <Words>
        <Check />
        Three {4}
      </Words>
    </p>,
    "Three 4",
  ],
];

it.each(changes)("%s shows its new text in a page that the browser has translated", (_part, before, after, text) => {
  const { container, redraw } = draw(before);
  translate(container);
  redraw(after);
  expect(container.textContent).toBe(text);
});
