/** Where to go after signing in: only a path of this panel, never another site. */
export const returnTo = (search: string, origin: string): string => {
  const next = new URLSearchParams(search).get('next') ?? '/'
  const url = URL.parse(next, origin)
  const inside =
    url?.origin === origin &&
    next.startsWith('/') &&
    // `/.//host` is normalised to `//host`, which a browser reads as another site.
    !url.pathname.startsWith('//') &&
    !/^\/(login|setup|api)\b/.test(url.pathname)
  return inside ? url.pathname + url.search : '/'
}
