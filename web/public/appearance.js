// Runs before the first paint, so that nothing flashes or moves: the remembered theme, row height and rail width.
// An external file because the content security policy forbids inline scripts.
;(() => {
  const root = document.documentElement
  for (const name of ['theme', 'density', 'rail']) {
    try {
      const value = localStorage.getItem(`mc-${name}`)
      if (value) root.dataset[name] = value
    } catch {
      // Storage may be forbidden: the defaults stand.
    }
  }
})()
