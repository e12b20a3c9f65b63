// Sorts and filters the tables of a page that have eight rows or more. Without it they stand in
// the order of the page; nothing is stored, and nothing is asked of the network.
const ORDERS = { none: "ascending", ascending: "descending", descending: "none" };
const words = new Intl.Collator("de", { numeric: true });

function make(kind, given) {
  return Object.assign(document.createElement(kind), given);
}

function addFilter(region, rows) {
  const name = `Filter ${region.getAttribute("aria-label")}`;
  const field = make("input", { type: "search", ariaLabel: name, placeholder: "Filter rows" });
  const told = make("span", { role: "status" });
  field.addEventListener("input", () => {
    const wanted = field.value.trim().toLowerCase();
    rows.forEach((row) => { row.hidden = !row.textContent.toLowerCase().includes(wanted); });
    const n = rows.filter((row) => !row.hidden).length;
    told.textContent = wanted ? ` ${n} of ${rows.length}` : "";
  });
  const bar = make("p", { className: "bs-tools" });
  bar.append(field, told);
  region.before(bar);
}

function addOrder(head, at, heads, body, rows) {
  const name = `Sort by ${head.textContent.trim()}`;
  const button = make("button", { type: "button", ariaLabel: name });
  const number = head.classList.contains("num");
  button.addEventListener("click", () => {
    const order = ORDERS[head.ariaSort || "none"];
    heads.forEach((one) => { one.ariaSort = one === head && order !== "none" ? order : null; });
    const sign = order === "descending" ? -1 : 1;
    const cell = (row) => row.cells[at].textContent.trim();
    const compare = (a, b) => {
      if (!a || !b) return Number(!a) - Number(!b); // what is empty comes last, either way
      return sign * (number ? parseFloat(a) - parseFloat(b) : words.compare(a, b));
    };
    body.append(...(order === "none" ? rows : [...rows].sort((a, b) => compare(cell(a), cell(b)))));
  });
  head.append(" ", button);
}

for (const region of document.querySelectorAll(".bs-table")) {
  const body = region.querySelector("tbody");
  const rows = [...(body ? body.rows : region.querySelectorAll(".bs-card"))];
  if (rows.length < 8) continue;
  addFilter(region, rows);
  const heads = [...region.querySelectorAll("thead th")];
  heads.forEach((head, at) => addOrder(head, at, heads, body, rows));
}
