"use strict";
(() => {
  const form = document.getElementById("filter");
  if (!form) return;
  const output = form.querySelector("output");
  const button = document.getElementById("examples");
  const plain = (text) => text.normalize("NFKC").toLowerCase();
  const selects = [...form.querySelectorAll("select")];
  const groups = [...document.querySelectorAll("tbody[data-severity]")].map((row) => ({
    row,
    text: plain(row.textContent),
  }));
  const all = [...document.querySelectorAll("#findings details")];

  const apply = () => {
    const words = plain(form.elements.text.value).split(/\s+/).filter(Boolean);
    const wanted = selects.filter((select) => select.value !== "*").map((select) => [select.name, select.value]);
    let some = 0;
    for (const { row, text } of groups) {
      const chosen = wanted.every(([key, value]) => value === row.dataset[key]);
      row.hidden = !(chosen && words.every((word) => text.includes(word)));
      if (!row.hidden) some += 1;
    }
    output.textContent = output.dataset.shown.replace("{all}", groups.length).replace("{some}", some);
  };

  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));
  button.addEventListener("click", () => {
    const open = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(open));
    button.textContent = open ? button.dataset.close : button.dataset.open;
    for (const details of all) details.open = open;
  });
  apply();

  // Paper has no clicks.
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = all.filter((details) => !details.open);
    for (const details of closed) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of closed) details.open = false;
  });
})();
