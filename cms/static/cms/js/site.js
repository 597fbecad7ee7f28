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

// Meeting times: say the device's own time when it differs from the one printed, without minutes that are zero
const onClock = (moment, timeZone, minutes = { minute: '2-digit' }) => {
  const parts = new Intl.DateTimeFormat(page, { hour: 'numeric', ...minutes, timeZone }).formatToParts(moment);
  if (parts.some(part => part.type === 'minute' && part.value === '00')) return onClock(moment, timeZone, {});
  return parts.map(part => part.value).join('').trim();
};
for (const place of document.querySelectorAll('[data-local]')) {
  const moment = new Date(place.dataset.local);
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (here && onClock(moment, here) !== onClock(moment, place.dataset.zone)) {
    place.textContent = place.dataset.words.replace('{time}', onClock(moment, here));
    place.hidden = false;
  }
}

// Copy a link, or what a field holds, announced politely
for (const button of document.querySelectorAll('[data-copy]')) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  button.addEventListener('click', async () => {
    const field = document.getElementById(button.dataset.of);
    await navigator.clipboard.writeText(field ? field.value : location.href.split('#')[0]);
    document.getElementById('say').textContent = button.dataset.copy;
  });
}
