const mark = 'mc-reloaded'
/** Milliseconds within which a second failure is not one that reloading mends. */
const rest = 30_000

/**
 * The panel was updated while this page was open: the parts that it would fetch now are gone, and so is what they would
 * fit to. The page is fetched anew, which brings the ones that there are.
 */
export const reloadWhenStale = () =>
  addEventListener('vite:preloadError', (event) => {
    const before = Number(sessionStorage.getItem(mark))
    if (Date.now() - before < rest) return
    sessionStorage.setItem(mark, String(Date.now()))
    event.preventDefault()
    location.reload()
  })
