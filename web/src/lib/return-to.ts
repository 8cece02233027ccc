/** Where to go after signing in: only a path of this panel, never another site. */
export const returnTo = (search: string): string => {
  const next = new URLSearchParams(search).get('next') ?? '/'
  const url = URL.parse(next, location.origin)
  const inside =
    url?.origin === location.origin &&
    next.startsWith('/') &&
    !/^\/(login|setup|api)\b/.test(url.pathname)
  return inside ? url.pathname + url.search : '/'
}
