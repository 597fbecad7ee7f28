/* Progressive enhancement only: every page works without this file. */
const page = document.documentElement.lang;

// <details class="menu">: close on Escape (focus returns to its button) or on a click elsewhere
const open = () => document.querySelectorAll('.menu[open]');
addEventListener('keydown', event => {
  if (event.key !== 'Escape') return;
  for (const menu of open()) {
    const inside = menu.contains(document.activeElement);
    menu.open = false;
    if (inside) menu.firstElementChild.focus();
  }
});
addEventListener('click', event => {
  for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
});

// Meeting times: say the device's own time when it differs from the one printed
for (const place of document.querySelectorAll('[data-local]')) {
  const moment = new Date(place.dataset.local);
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const read = zone => new Intl.DateTimeFormat(page, { hour: 'numeric', minute: '2-digit', timeZone: zone }).format(moment);
  if (here && read(here) !== read(place.dataset.zone)) {
    place.textContent = place.dataset.words.replace('{time}', read(here));
    place.hidden = false;
  }
}

// Copy a link, announced politely
for (const button of document.querySelectorAll('[data-copy]')) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(location.href.split('#')[0]);
    document.getElementById('say').textContent = button.dataset.copy;
  });
}
