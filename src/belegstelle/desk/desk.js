// The desk: a view of what people decide. State comes in, decisions go out, nothing is kept here
// but what is being typed. All text is put in as text, never as markup.

const STEP = { ArrowLeft: -1, ArrowRight: 1 };
const LINE = { ArrowUp: -1, ArrowDown: 1 };

/** Make an element: its attributes (on… listens, properties by name), then what is inside. */
function make(tag, given = {}, ...inside) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "value" || name === "checked" || name === "disabled") node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  return fill(node, ...inside);
}

let filling = false;

/** Put text and elements into a node, in the place of what was there; what is empty is left out. */
function fill(node, ...inside) {
  filling = true; // a field that goes is left by nobody
  node.replaceChildren(...inside.flat(2).filter((one) => one !== null && one !== undefined && one !== false));
  filling = false;
  return node;
}

/** How many code points a text has: places count them, JavaScript's lengths do not. */
const length = (text) => [...text].length;
const overlap = (one, other) => one.start < other.end && other.start < one.end;

let desks = 0;

class Desk {
  constructor(model, el) {
    this.model = model;
    this.id = `bs-desk-${++desks}`;
    this.sheet = model.get("sheet");
    this.at = {}; // sheet → the item that is chosen there
    this.form = null; // what is being typed: {key, values, field}
    this.place = null; // the passage chosen in the text: {start, end}
    this.anchor = 0; // the pieces it runs from and to
    this.head = 0;
    this.next = false; // go to the next open place once the decision is written
    this.pieces = [];
    this.root = make("section", { class: "bs-desk", "aria-label": "Desk" });
    this.root.addEventListener("keydown", (event) => this.key(event));
    el.append(this.root);
    this.frame();
    this.take(model.get("state"), true);
  }

  get state() {
    return this.model.get("state");
  }

  get kind() {
    return SHEETS[this.sheet];
  }

  get data() {
    return this.state[this.sheet];
  }

  send(wish, next = false) {
    this.next = next;
    this.model.send(wish);
  }

  // ---- what stays: head, text, side -------------------------------------------------------

  frame() {
    const button = (text, key, wish, title) =>
      make("button", { type: "button", title, "data-key": key, onclick: () => this.send(wish) }, text);
    this.undo = button("Undo", "undo", { do: "undo" }, "Ctrl+Z");
    this.redo = button("Redo", "redo", { do: "redo" }, "Ctrl+Y");
    this.report = make("button", { type: "button", "data-key": "report", onclick: () => this.makeReport() }, "Make the report");
    this.made = make("a", { target: "_blank", rel: "noopener", "data-key": "made" }, "Open the report");
    this.tabs = make("div", { role: "tablist", "aria-label": "Sheets" });
    for (const name of Object.keys(SHEETS)) {
      const tab = make("button", {
        type: "button", role: "tab", id: `${this.id}-${name}`, "aria-controls": `${this.id}-panel`,
        "data-key": `tab-${name}`, onclick: () => this.open(name),
        onkeydown: (event) => this.tabKey(event, name),
      });
      this.tabs.append(tab);
    }
    this.body = make("div", {
      class: "text", tabindex: "0", role: "application", "aria-roledescription": "text",
      "aria-describedby": `${this.id}-keys`, "data-key": "text",
      onmousedown: (event) => this.press(event), onmouseover: (event) => this.drag(event),
    });
    this.side = make("div", { class: "side" });
    this.keys = make("p", { class: "keys", id: `${this.id}-keys` });
    this.panel = make("div", { role: "tabpanel", class: "panel", id: `${this.id}-panel` }, this.body, this.side);
    this.status = make("p", { class: "said", role: "status" });
    this.spoken = make("p", { class: "hidden", "aria-live": "polite" });
    this.who = make("p", { class: "who" });
    this.root.append(
      make("div", { class: "head" }, this.who, this.tabs, make("div", { class: "tools" }, this.undo, this.redo, this.report, this.made)),
      this.panel, this.keys, this.status, this.spoken,
    );
    this.write();
    new ResizeObserver((_, watch) => { // once there is a place to scroll in
      watch.disconnect();
      this.mark();
    }).observe(this.body);
  }

  /** Write the text once, a span a piece; marks are classes that come and go. */
  write() {
    this.blocks = new Map();
    for (const block of this.model.get("text")) {
      const words = make("p", { lang: "de", class: "words" });
      let start = block.start;
      for (const text of block.pieces) {
        const node = make("span", {}, text);
        node.piece = this.pieces.length;
        const end = start + length(text);
        this.pieces.push({ start, end, node, block: block.block, blank: !text.trim() });
        words.append(node);
        start = end;
      }
      const title = make("p", { class: "title" });
      const node = make("div", { class: "block" }, title, words);
      this.blocks.set(block.block, { start: block.start, end: start, title, node, words, label: block.label });
      this.body.append(node);
    }
  }

  // ---- a new state ------------------------------------------------------------------------

  take(state, first = false) {
    const held = this.root.contains(document.activeElement) ? document.activeElement : null;
    const focused = held ? held.dataset.key : null;
    const typed = held && held.matches('input[type="text"]') ? [held.value, held.selectionStart, held.selectionEnd] : null;
    if (state.said) {
      this.status.textContent = state.said;
      this.status.classList.toggle("trouble", Boolean(state.trouble));
    }
    this.root.setAttribute("aria-busy", "false");
    this.report.disabled = false;
    this.made.hidden = !state.made;
    this.made.href = state.made;
    this.who.textContent = state.interview + (state.coder ? ` · coder ${state.coder}` : "");
    this.undo.disabled = !state.undo;
    this.redo.disabled = !state.redo;
    for (const [name, sheet] of Object.entries(SHEETS)) {
      const tab = this.tabs.children[Object.keys(SHEETS).indexOf(name)];
      const n = state[name].open;
      fill(tab, sheet.title, " ", make("span", { class: "count" }, n ? `${n} open` : "done"));
      tab.setAttribute("aria-selected", String(name === this.sheet));
      tab.tabIndex = name === this.sheet ? 0 : -1;
    }
    this.panel.setAttribute("aria-labelledby", `${this.id}-${this.sheet}`);
    this.body.setAttribute("aria-label", `Text of ${state.interview}`);
    fill(this.keys, ...this.kind.keys.map(([key, does]) => make("span", {}, make("kbd", {}, key), ` ${does}`)));
    for (const block of state.page.blocks || []) this.title(block);
    const done = this.next && !state.trouble && !state.draft; // what was sent is written
    if (done) this.form = null;
    if (state.draft && this.form && this.form.key === `${state.draft.start}-${state.draft.end}`) claims.propose(this.form, state.draft.cells);
    if (this.data.trouble) {
      this.at[this.sheet] = null;
      fill(this.side, make("p", { class: "trouble" }, this.data.trouble), make("p", {}, "Mend the file; the desk reads it again at your next decision."));
      return this.mark();
    }
    const items = this.kind.items(this.data, this);
    const current = this.at[this.sheet];
    this.at[this.sheet] = items.find((item) => current && item.key === current.key) || null;
    if (done) this.go(1, true);
    else if (this.place) this.show();
    else if (this.at[this.sheet]) this.choose(this.at[this.sheet], true);
    else this.go(1, true, first);
    if (!state.draft) this.next = false; // proposals answer another question
    if (done && focused) this.body.focus({ preventScroll: true });
    else if (focused) this.focus(focused);
    if (!done && typed) this.retype(focused, ...typed);
  }

  /** Give a field that is being typed in what it held: an answer may come between two letters. */
  retype(key, value, start, end) {
    const input = document.activeElement;
    if (input.dataset.key !== key || !input.matches('input[type="text"]')) return;
    input.value = value;
    input.setSelectionRange(start, end);
  }

  title(block) {
    const known = this.blocks.get(block.block);
    known.info = block;
    known.node.className = `block v-${block.voice}`;
    fill(known.title,
      make("span", { class: "number" }, String(block.block)),
      make("span", {}, `${block.kind}`),
      make("span", { class: "speaker" }, block.speaker || (known.label ? `“${known.label}”` : "")),
      block.unsure ? make("span", { class: "flag" }, "unsure") : null,
      block.decided ? make("span", { class: "flag" }, "decided") : null,
    );
  }

  /** Open a sheet; the focus stays in the text, or goes to the sheet's tab. */
  open(name, inText = false) {
    this.sheet = name;
    this.form = null;
    this.place = null;
    this.take({ ...this.state, said: "", draft: null });
    if (inText) this.say(`${this.kind.title}, ${this.data.open} open. ${this.place ? this.words() : ""}`);
    else if (this.root.contains(document.activeElement)) this.tabs.querySelector('[aria-selected="true"]').focus();
  }

  tabKey(event, name) {
    const names = Object.keys(SHEETS);
    const step = STEP[event.key];
    if (!step) return;
    event.preventDefault();
    this.open(names[(names.indexOf(name) + step + names.length) % names.length]);
  }

  makeReport() {
    this.status.textContent = "The report is being made, which takes about half a minute …";
    this.status.classList.remove("trouble");
    this.root.setAttribute("aria-busy", "true");
    this.report.disabled = true;
    this.send({ do: "report" });
  }

  focus(key) {
    const node = this.root.querySelector(`[data-key="${CSS.escape(key)}"]`);
    this.meetFocus(node && !node.disabled ? node : this.body);
  }

  focusForm() {
    this.meetFocus(this.side.querySelector("[data-first]") || this.side.querySelector("input, select, button"));
  }

  /** Focus a node and show it, without a jump of the notebook. */
  meetFocus(node) {
    if (!node) return;
    node.focus({ preventScroll: true });
    if (this.side.contains(node)) this.into(node.closest("fieldset, .field") || node, this.side);
  }

  // ---- where one is -----------------------------------------------------------------------

  /** Go to the next item that way, only to an open one if asked; round at the end.
   *  Where none is open one stays, or begins with the first. */
  go(way, open, quiet = false) {
    const all = this.kind.items(this.data, this);
    const items = all.filter((item) => !open || item.open);
    if (!items.length) {
      if (this.place) this.meet();
      else if (all.length) this.choose(all[0], quiet);
      else this.show();
      return;
    }
    const here = this.place || { start: way > 0 ? -1 : Infinity, end: -1 };
    const current = this.at[this.sheet];
    const behind = (item) => (way > 0 ? item.start > here.start : item.start < here.start);
    const ordered = way > 0 ? items : [...items].reverse();
    const item = ordered.find((one) => behind(one) && (!current || one.key !== current.key)) || ordered[0];
    this.choose(item, quiet);
  }

  choose(item, quiet = false) {
    this.at[this.sheet] = item;
    this.form = null;
    this.select(item.start, item.end);
    this.show();
    if (!quiet) this.say(`${this.kind.tell(item)}: ${this.words()}`);
  }

  /** Select a passage; it grows to whole words. */
  select(start, end) {
    const inside = this.pieces.map((piece, n) => n).filter((n) => overlap(this.pieces[n], { start, end }) && !this.pieces[n].blank);
    if (!inside.length) return;
    this.anchor = inside[0];
    this.head = inside[inside.length - 1];
    this.placed();
  }

  placed() {
    const [from, to] = [Math.min(this.anchor, this.head), Math.max(this.anchor, this.head)];
    this.place = { start: this.pieces[from].start, end: this.pieces[to].end };
  }

  words() {
    const { start, end } = this.place;
    return this.pieces.filter((piece) => start <= piece.start && piece.end <= end).map((piece) => piece.node.textContent).join("");
  }

  say(text) {
    this.spoken.textContent = text;
  }

  /** Move the head of the selection by words, or by sentences. */
  move(step, more, line) {
    let to = this.head;
    if (line) {
      const sentences = this.sheet === "page" ? [...this.blocks.values()].map((b) => [b.start, b.end]) : this.state.sentences;
      const here = this.pieces[this.head].start;
      const next = step > 0 ? sentences.find(([start]) => start > here) : [...sentences].reverse().find(([, end]) => end <= (this.place ? this.place.start : here));
      if (!next) return;
      const [start, end] = next;
      const old = this.anchor;
      this.select(start, end);
      if (more) this.anchor = old;
    } else {
      do to += step; while (this.pieces[to] && this.pieces[to].blank);
      if (!this.pieces[to]) return;
      if (more && this.pieces[to].block !== this.pieces[this.anchor].block) return;
      this.head = to;
      if (!more) this.anchor = to;
    }
    const left = (this.at[this.sheet] || {}).key;
    this.placed();
    this.meet();
    const item = this.at[this.sheet];
    this.say(item && item.key !== left ? `${this.kind.tell(item)}: ${this.words()}` : this.words());
  }

  /** Choose the item the selection stands in, if there is one; else it is a passage of its own. */
  meet() {
    const items = this.kind.items(this.data, this).filter((item) => overlap(item, this.place));
    const exact = items.find((item) => item.start === this.place.start && item.end === this.place.end);
    const within = items.find((item) => item.start <= this.place.start && this.place.end <= item.end);
    this.at[this.sheet] = exact || within || null;
    this.form = null;
    this.show();
  }

  press(event) {
    if (event.button || event.target.piece === undefined) return;
    event.preventDefault();
    this.body.focus({ preventScroll: true });
    this.head = event.target.piece;
    if (!event.shiftKey) this.anchor = this.head;
    this.placed();
    this.meet();
  }

  drag(event) {
    if (!(event.buttons & 1) || event.target.piece === undefined) return;
    if (this.pieces[event.target.piece].block !== this.pieces[this.anchor].block) return;
    this.head = event.target.piece;
    this.placed();
    this.meet();
  }

  // ---- what is seen -----------------------------------------------------------------------

  mark() {
    for (const node of this.marked || []) node.className = "";
    this.marked = [];
    const put = (range, name) => {
      for (const piece of this.pieces) {
        if (!overlap(piece, range)) continue;
        piece.node.classList.add(...name.split(" "));
        this.marked.push(piece.node);
      }
    };
    if (this.kind.marks && !this.data.trouble) for (const item of this.kind.items(this.data, this)) put(item, this.kind.marks(item));
    for (const block of this.blocks.values()) block.node.classList.toggle("chosen", false);
    if (!this.place) return;
    if (this.sheet === "page") {
      const block = this.blocks.get(this.pieces[this.head].block);
      block.node.classList.add("chosen");
      this.into(block.node);
    } else {
      put(this.place, "selected");
      this.into(this.pieces[this.head].node);
    }
  }

  /** Scroll a pane, and nothing else, so that a node can be seen. */
  into(node, pane = this.body) {
    const box = pane.getBoundingClientRect();
    const seen = node.getBoundingClientRect();
    const quote = pane.querySelector("form > blockquote"); // stays above what scrolls
    const margin = quote ? quote.offsetHeight : Math.min(60, box.height / 5);
    if (seen.top < box.top + margin) pane.scrollTop -= box.top + margin - seen.top;
    else if (seen.bottom > box.bottom - margin) pane.scrollTop += Math.min(seen.bottom - box.bottom + margin, seen.top - box.top - margin);
  }

  show() {
    this.mark();
    fill(this.side, this.kind.side(this, this.at[this.sheet], this.data));
  }

  // ---- keys -------------------------------------------------------------------------------

  key(event) {
    const field = event.target.matches("input:not([type=radio]):not([type=checkbox]), textarea, select");
    const word = event.key.toLowerCase();
    if ((event.ctrlKey || event.metaKey) && !field && (word === "z" || word === "y")) {
      const redo = word === "y" || event.shiftKey;
      this.send({ do: redo ? "redo" : "undo" });
    } else if (event.key === "Escape" && event.target !== this.body) {
      this.body.focus({ preventScroll: true });
    } else if (event.target === this.body && !event.ctrlKey && !event.metaKey && !event.altKey) {
      if (!this.textKey(event)) return;
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  textKey(event) {
    const key = event.key;
    const other = Object.keys(SHEETS)[key - 1];
    if (other) this.open(other, true);
    else if (key === "n" || key === "p") this.go(key === "n" ? 1 : -1, true);
    else if (key === "N" || key === "P") this.go(key === "N" ? 1 : -1, false);
    else if (key in STEP && this.sheet !== "page") this.move(STEP[key], event.shiftKey, false);
    else if (key in LINE) this.move(LINE[key], event.shiftKey, true);
    else if (this.data.trouble || !this.place) return false;
    else return this.kind.key(this, key, this.at[this.sheet]);
    return true;
  }
}

// ---- forms --------------------------------------------------------------------------------

/** A labelled field; what is typed is kept in the desk's form. */
function field(desk, name, title, given = {}, options = null) {
  const values = desk.form.values;
  const id = `${desk.id}-${name}`;
  const keep = (event) => { values[name] = event.target.value; };
  let input;
  if (options) {
    input = make("select", { id, "data-key": name, onchange: keep, ...given }, options.map(([value, text]) => make("option", { value, selected: value === values[name] }, text)));
  } else {
    const list = given.used && given.used.length ? `${id}-list` : null;
    const { used, ...rest } = given;
    input = make("input", { id, type: "text", autocomplete: "off", spellcheck: "false", list, "data-key": name, value: values[name] || "", oninput: keep, ...rest });
    if (list) input = [input, make("datalist", { id: list }, used.map((value) => make("option", { value })))];
  }
  return make("div", { class: `field ${given.class || ""}` }, make("label", { for: id }, title), input);
}

function action(desk, text, key, does, given = {}) {
  const shown = key ? [text, make("kbd", { "aria-hidden": "true" }, key)] : [text];
  return make("button", { type: "button", "data-key": `do-${text}`, onclick: does, ...given }, shown);
}

/** A form that Enter in a field writes; JupyterLab lets no form submit itself. */
function sheetForm(title, write, ...inside) {
  const enter = (event) => {
    const writes = event.ctrlKey || event.target.matches('input:not([type="radio"]), select');
    if (event.key !== "Enter" || !writes) return;
    event.preventDefault();
    write();
  };
  const main = (text, key) => make("button", { type: "button", class: "main", "data-key": "write", onclick: write }, text, make("kbd", { "aria-hidden": "true" }, key));
  return make("form", { "aria-label": title, onkeydown: enter, onsubmit: (event) => event.preventDefault() }, inside.map((one) => (typeof one === "function" ? one(main) : one)));
}

const passage = (text, of) => make("blockquote", {}, make("p", { lang: "de" }, text), make("footer", {}, of));

// ---- sheets -------------------------------------------------------------------------------

const KIND_KEYS = { q: "question", a: "answer", e: "note", h: "headline", c: "caption", s: "standfirst", d: "dateline" };

const page = {
  title: "Speakers and blocks",
  keys: [["1 2 3", "sheet"], ["n p", "next, previous unsure"], ["↑ ↓", "block"], ["q a", "question, answer"], ["g", "goes on"], ["e", "editors’ text"], ["x", "not speech"], ["⌫", "back to the rules"], ["Enter", "form"], ["Ctrl+Z", "undo"]],
  items: (data, desk) => data.blocks.map((block) => {
    const place = desk.blocks.get(block.block);
    return { ...block, key: block.block, start: place.start, end: place.end, open: block.unsure };
  }),
  tell: (item) => `block ${item.block}, ${item.kind}, ${item.speaker || item.voice}${item.unsure ? ", unsure" : ""}`,
  key(desk, key, item) {
    if (!item) return false;
    if (key === "Enter") desk.focusForm();
    else if (key === "g") desk.send({ do: "goes on", block: item.block }, true);
    else if (key === "x") desk.send({ do: "block", block: item.block, kind: "navigation", reason: "not speech" }, true);
    else if (key === "Backspace" || key === "Delete") desk.send({ do: "block back", block: item.block });
    else if (KIND_KEYS[key]) desk.send({ do: "block", block: item.block, kind: KIND_KEYS[key] }, true);
    else return false;
    return true;
  },
  side(desk, item, data) {
    const speakers = make("table", {}, make("caption", {}, "Who stands behind which label"),
      make("thead", {}, make("tr", {}, ["label", "name", "voice", "words"].map((name) => make("th", { scope: "col" }, name)))),
      make("tbody", {}, data.speakers.map((row) => speakerRow(desk, row, data.speaking))));
    if (!data.speakers.length) speakers.replaceChildren();
    if (!item) return [speakers];
    if (!desk.form || desk.form.key !== item.key) {
      desk.form = { key: item.key, values: { kind: item.kind, voice: item.voice, speaker: item.speaker, reason: item.reason } };
    }
    const values = desk.form.values;
    const names = [...new Set(data.blocks.map((row) => row.speaker).filter(Boolean))];
    const voices = Object.fromEntries(data.kinds);
    const decide = () => desk.send({ do: "block", block: item.block, ...values }, true);
    const form = sheetForm(`Block ${item.block}`, decide,
      make("h3", {}, `Block ${item.block}`),
      make("p", { class: "rule" }, item.rule),
      field(desk, "kind", "kind", {
        "data-first": "", onchange: (event) => {
          values.kind = event.target.value;
          values.voice = voices[values.kind];
          desk.show();
          desk.focus("kind");
        },
      }, data.kinds.map(([kind]) => [kind, kind])),
      field(desk, "voice", "voice", {}, data.voices.map((voice) => [voice, voice])),
      field(desk, "speaker", "speaker", { used: names }),
      field(desk, "reason", "reason"),
      (main) => make("div", { class: "actions" },
        main(item.decided ? "Change" : "Decide", "Enter"),
        action(desk, "Goes on", "g", () => page.key(desk, "g", item)),
        action(desk, "Not speech", "x", () => page.key(desk, "x", item)),
        item.decided ? action(desk, "Back to the rules", "⌫", () => page.key(desk, "Backspace", item)) : null));
    return [form, speakers];
  },
};

const corrections = {
  title: "Corrections",
  keys: [["1 2 3", "sheet"], ["n p", "next, previous open"], ["← →", "word"], ["Shift", "select more"], ["c", "correct"], ["q", "query"], ["k", "keep"], ["Enter", "form"], ["⌫", "take out"], ["Ctrl+Z", "undo"]],
  items: (data) => [
    ...data.suspects.map((row) => ({ ...row, key: `s${row.start}`, open: true })),
    ...data.errata.map((row) => ({ ...row, key: row.erratum, open: false })),
  ].sort((one, other) => one.start - other.start || one.end - other.end),
  marks: (item) => (item.open ? "suspect" : `erratum t-${item.treatment}`),
  tell: (item) => (item.open ? `${item.certainty} ${item.kind}${item.suggestion ? `, perhaps ${item.suggestion}` : ""}` : `${item.erratum}, ${item.treatment}`),
  start(desk, item) {
    const values = item
      ? { corrected: item.open ? item.suggestion : item.corrected, reason: item.open ? "" : item.reason, category: item.open ? item.kind : item.category, everywhere: item.open ? item.n > 1 : item.occurrence === "all" }
      : { corrected: "", reason: "", category: "", everywhere: false };
    return { key: item ? item.key : `${desk.place.start}-${desk.place.end}`, values };
  },
  decide(desk, item, treatment) {
    const { start, end } = item || desk.place;
    const erratum = item && !item.open ? item.erratum : "";
    desk.send({ do: "erratum", erratum, start, end, treatment, ...desk.form.values }, true);
  },
  key(desk, key, item) {
    const treatment = { c: "correct", q: "query", k: "keep" }[key];
    if (key === "Enter") desk.focusForm();
    else if (treatment === "correct" && !desk.form.values.corrected) desk.focusForm();
    else if (treatment) corrections.decide(desk, item, treatment);
    else if ((key === "Backspace" || key === "Delete") && item && !item.open) desk.send({ do: "erratum back", erratum: item.erratum });
    else return false;
    return true;
  },
  side(desk, item, data) {
    if (!desk.place) return [make("p", {}, "Nothing is suspected. Select a passage in the text to add an erratum.")];
    const key = item ? item.key : `${desk.place.start}-${desk.place.end}`;
    if (!desk.form || desk.form.key !== key) desk.form = corrections.start(desk, item);
    const values = desk.form.values;
    const n = item && item.open ? item.n : 0;
    const choose = (treatment) => () => corrections.decide(desk, item, treatment);
    const of = item ? (item.open ? `${item.kind}, ${item.certainty}` : `${item.erratum}: ${item.treatment}`) : "your own find";
    const form = sheetForm("Correction", () => choose(values.corrected ? "correct" : "query")(),
      passage(item ? item.word || item.raw : desk.words(), of),
      field(desk, "corrected", "corrected", { "data-first": "", lang: "de" }),
      n > 1 || values.everywhere ? make("div", { class: "field" }, make("label", {}, make("input", { type: "checkbox", "data-key": "everywhere", checked: values.everywhere, onchange: (event) => { values.everywhere = event.target.checked; } }), n > 1 ? ` all ${n} places` : " all places")) : null,
      field(desk, "reason", "reason", { used: data.reasons }),
      field(desk, "category", "category", { used: data.categories }),
      make("div", { class: "actions" },
        action(desk, "Correct", "c", choose("correct"), { class: "main" }),
        action(desk, "Query", "q", choose("query")),
        action(desk, "Keep", "k", choose("keep")),
        item && !item.open ? action(desk, "Take out", "⌫", () => corrections.key(desk, "Backspace", item)) : null));
    return [form];
  },
};

const claims = {
  title: "Claims",
  keys: [["1 2 3", "sheet"], ["n p", "next, previous uncoded"], ["N P", "also coded"], ["← →", "word"], ["↑ ↓", "sentence"], ["Shift", "select more"], ["Enter", "code it"], ["1–9", "in the form: choose a code"], ["Esc", "back to the text"], ["⌫", "take out"], ["Ctrl+Z", "undo"]],
  items: (data) => [
    ...data.candidates.filter((row) => !row.coded).map((row) => ({ ...row, key: `k${row.start}`, open: true })),
    ...data.claims.map((row) => ({ ...row, key: row.claim_id, coded: true, open: Boolean(row.missing) })),
  ].sort((one, other) => one.start - other.start || one.end - other.end),
  marks: (item) => (!item.coded ? "candidate" : item.open ? "claim half" : "claim"),
  tell: (item) => (!item.coded ? `candidate, ${item.cues}` : `${item.claim_id}, ${item.claim_type}${item.missing ? `, lacks ${item.missing}` : ""}`),
  /** Open the form on the chosen passage; what the cue rules propose comes a moment later. */
  start(desk, item) {
    const claim = item && item.coded ? item : null;
    const { start, end } = claim || desk.place;
    const fields = desk.data.fields;
    const values = Object.fromEntries(fields.map(({ name }) => [name, claim ? claim[name] : ""]));
    const block = desk.blocks.get(desk.pieces[desk.head].block).info;
    desk.form = { key: `${start}-${end}`, start, end, block, values, proposed: [], claim_id: claim ? claim.claim_id : "", field: fields.find((one) => one.codes).name };
    if (!claim) desk.send({ do: "propose", start, end });
    desk.show();
    desk.focusForm();
  },
  propose(form, cells) {
    for (const [name, cell] of Object.entries(cells)) {
      if (form.values[name]) continue;
      form.values[name] = cell;
      form.proposed.push(name);
    }
  },
  key(desk, key, item) {
    if (key === "Enter" && desk.form) desk.focusForm();
    else if (key === "Enter") claims.start(desk, item);
    else if ((key === "Backspace" || key === "Delete") && item && item.coded) desk.send({ do: "claim back", claim_id: item.claim_id });
    else return false;
    return true;
  },
  side(desk, item, data) {
    if (desk.form) return [claims.coding(desk, data)];
    if (!desk.place) return [make("p", {}, "Nothing looks worth checking by its cues. Select a passage in the text.")];
    const of = item ? (!item.coded ? `candidate · ${item.cues}` : `${item.claim_id} · ${item.voice}${item.speaker ? `, ${item.speaker}` : ""}${item.missing ? ` · lacks ${item.missing}` : ""}`) : "your own selection";
    const codes = item && item.coded ? make("dl", {}, data.fields.filter(({ name }) => item[name]).map(({ name }) => [make("dt", {}, name), make("dd", {}, item[name])])) : null;
    return [
      passage(desk.words(), of), codes,
      make("div", { class: "actions" },
        action(desk, item && item.coded ? "Change the codes" : "Code it", "Enter", () => claims.key(desk, "Enter", item), { class: "main" }),
        action(desk, "Next uncoded", "n", () => desk.go(1, true)),
        item && item.coded ? action(desk, "Take out", "⌫", () => claims.key(desk, "Backspace", item)) : null),
    ];
  },
  coding(desk, data) {
    const { form } = desk;
    const coded = data.fields.filter((one) => one.codes);
    const worded = data.fields.filter((one) => !one.codes);
    const write = () => {
      const { claim_id, start, end, values } = form;
      desk.send({ do: "claim", claim_id, start, end, cells: values }, true);
    };
    const to = (name) => { form.field = name; desk.show(); desk.focus(name ? `code-${name}` : worded[0].name); };
    const after = (name) => { const n = coded.findIndex((one) => one.name === name) + 1; return n < coded.length ? coded[n].name : ""; };
    const missing = coded.filter(({ name }) => !form.values[name]).length;
    return sheetForm("Coding", write,
      passage(desk.words(), `${form.claim_id || "new claim"} · ${form.block.voice}${form.block.speaker ? `, ${form.block.speaker}` : ""}`),
      coded.map((one) => (one.name === form.field ? codeSet(desk, one, to, after) : codeLine(desk, one, to))),
      make("div", { class: "words-of" }, worded.map((one) => field(desk, one.name, one.name.replace("_", " "), { used: one.name === "same_as" ? data.claims.map((row) => row.claim_id) : one.used, title: one.meaning, class: form.proposed.includes(one.name) ? "proposed" : "" }))),
      (main) => make("div", { class: "actions" },
        main("Write the claim", "Enter"),
        make("span", { class: "rule" }, missing ? `${missing} of ${coded.length} codes to choose` : "all codes chosen")));
  },
};

/** A label's row: its name is written when its field is left, its voice when another is chosen. */
function speakerRow(desk, row, voices) {
  const now = { name: row.name, voice: row.voice };
  const write = () => {
    if (now.name === row.name && now.voice === row.voice) return;
    Object.assign(row, now); // leaving the field is no second decision
    desk.send({ do: "speaker", label: row.label, ...now });
  };
  const keep = (name) => (event) => {
    if (filling) return;
    now[name] = event.target.value;
    write();
  };
  const enter = (event) => { if (event.key === "Enter") keep("name")(event); };
  const label = `${row.label}:`;
  return make("tr", {}, make("th", { scope: "row", lang: "de" }, row.label, row.certainty < 0.9 ? make("span", { class: "flag" }, " unsure") : null),
    make("td", {}, make("input", { type: "text", "aria-label": `${label} name`, value: row.name, autocomplete: "off", "data-key": `name-${row.label}`, onblur: keep("name"), onkeydown: enter })),
    make("td", {}, make("select", { "aria-label": `${label} voice`, "data-key": `voice-${row.label}`, onchange: keep("voice") },
      [...new Set([row.voice, ...voices])].map((voice) => make("option", { value: voice, selected: voice === row.voice }, voice)))),
    make("td", { class: "number" }, row.decided ? action(desk, "Undecide", "", () => desk.send({ do: "speaker back", label: row.label }), { title: "Leave the label to the rules" }) : String(row.n)));
}

/** A column of codes that is open: each with its definition, a number chooses. */
function codeSet(desk, column, to, after) {
  const { values } = desk.form;
  const choose = (code) => { values[column.name] = code; to(after(column.name)); };
  const number = (event) => {
    const chosen = column.codes[Number(event.key) - 1];
    if (/^[1-9]$/.test(event.key) && chosen) choose(chosen.code);
    else if (event.key === "Enter" && !event.ctrlKey && values[column.name]) to(after(column.name));
    else if (event.key === "Backspace") {
      const names = desk.data.fields.filter((one) => one.codes).map((one) => one.name);
      to(names[Math.max(names.indexOf(column.name) - 1, 0)]);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const first = values[column.name] || column.codes[0].code;
  return make("fieldset", { onkeydown: number },
    make("legend", {}, column.name.replace("_", " "), make("span", {}, column.meaning)),
    column.codes.map((one, n) => make("label", { class: "code" },
      make("input", {
        type: "radio", name: `${desk.id}-${column.name}`, value: one.code, checked: values[column.name] === one.code,
        "data-key": one.code === first ? `code-${column.name}` : null, "data-first": one.code === first,
        onchange: () => { values[column.name] = one.code; }, onclick: (event) => { if (event.detail) choose(one.code); },
      }),
      make("kbd", { "aria-hidden": "true" }, String(n + 1)), make("b", {}, one.label || one.code),
      make("span", { class: "means" }, one.definition, one.example ? make("i", { lang: "de" }, one.example) : null))));
}

function codeLine(desk, column, to) {
  const { values, proposed } = desk.form;
  const shown = column.codes.find((one) => one.code === values[column.name]);
  return make("button", { type: "button", class: `line ${proposed.includes(column.name) ? "proposed" : ""}`, "data-key": `line-${column.name}`, "aria-expanded": "false", onclick: () => to(column.name) },
    make("span", {}, column.name.replace("_", " ")), make("b", {}, shown ? shown.label || shown.code : "–"));
}

const SHEETS = { page, corrections, claims };

export default {
  render({ model, el }) {
    const desk = new Desk(model, el);
    const take = () => desk.take(model.get("state"));
    // JupyterLab's own shortcuts (x cuts a cell) rest while one works here, but for saving. It looks
    // first at what has the focus, and takes a menu there for a cell.
    const rest = (event) => {
      const saves = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s";
      if (desk.root.contains(event.target)) event.target.toggleAttribute("data-lm-suppress-shortcuts", !saves);
    };
    model.on("change:state", take);
    window.addEventListener("keydown", rest, true);
    return () => {
      model.off("change:state", take);
      window.removeEventListener("keydown", rest, true);
    };
  },
};
