import { PAGE } from '@mc/shared/rules'

/** All rows of a list that is only given in pages. */
export const rowsOf = async <R>(
  pageAt: (at: { page: number; pageSize: number }) => Promise<{ data: R[]; total: number }>,
): Promise<R[]> => {
  const rows: R[] = []
  for (let page = 1; ; page += 1) {
    const { data, total } = await pageAt({ page, pageSize: PAGE.max })
    rows.push(...data)
    if (data.length === 0 || rows.length >= total) return rows
  }
}

/** The same of a list that is given in chunks. */
export const collected = async <R>(chunks: AsyncIterable<readonly R[]>): Promise<R[]> => {
  const rows: R[] = []
  for await (const chunk of chunks) rows.push(...chunk)
  return rows
}
