// Theme before the first paint; small services for the pages; values under the pointer in charts.
(() => {
  const root = document.documentElement;
  const wish = () => localStorage.getItem('actorjobs-theme');
  const isDark = () => wish() ? wish() === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  const paint = () => { root.dataset.theme = isDark() ? 'dark' : 'light'; };
  paint();

  window.actorjobs = {
    isDark,
    setDark: dark => { localStorage.setItem('actorjobs-theme', dark ? 'dark' : 'light'); paint(); },
    copy: text => navigator.clipboard?.writeText(text).then(() => true, () => false) ?? false,
    signOut: () => document.getElementById('sign-out')?.submit(),
    scrollToEnd: id => { const it = document.getElementById(id); if (it) it.scrollTop = it.scrollHeight; },
  };

  document.addEventListener('keydown', event => {
    const typing = event.target.closest('input, textarea, select, [contenteditable]');
    if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey) {
      const search = document.getElementById('search');
      if (search) { event.preventDefault(); search.focus(); }
    }
    if (event.key === 'Escape' && event.target.id === 'search') event.target.blur();
  });

  const show = event => {
    const chart = event.target.closest?.('.chart-plot');
    document.querySelectorAll('.chart-tip.shown').forEach(tip => { if (tip.parentElement !== chart) hide(tip.parentElement); });
    if (!chart) return;
    const points = JSON.parse(chart.dataset.points || '[]');
    if (!points.length) return;
    const box = chart.getBoundingClientRect();
    const slots = Number(chart.dataset.slots);
    const slot = Math.round((event.clientX - box.left) / box.width * (slots - 1));
    const index = slot - (slots - points.length);
    const tip = chart.querySelector('.chart-tip');
    const line = chart.querySelector('.chart-cross');
    if (index < 0) { hide(chart); return; }
    const at = slot / (slots - 1) * 100;
    line.style.left = `${at}%`;
    line.classList.add('shown');
    tip.replaceChildren(...points[index].map(text => Object.assign(document.createElement('div'), { textContent: text })));
    tip.style.left = at > 50 ? '' : `calc(${at}% + 10px)`;
    tip.style.right = at > 50 ? `calc(${100 - at}% + 10px)` : '';
    tip.classList.add('shown');
  };
  const hide = chart => {
    chart.querySelector('.chart-tip')?.classList.remove('shown');
    chart.querySelector('.chart-cross')?.classList.remove('shown');
  };
  document.addEventListener('pointermove', show, { passive: true });
  document.addEventListener('pointerdown', show, { passive: true });
})();
