import postgres from 'postgres'
import { expect, test } from 'vitest'
import { append } from './append'
import { entries, pages } from './read'
import { auditDatabase, fill } from './testing'

test('a page of the log is found by the number of its first row, without sorting the rest', async () => {
  const db = await auditDatabase()
  const asked: Array<{ query: string; params: unknown[] }> = []
  const watched = postgres(db.appUrl, {
    max: 1,
    debug: (_, query, params) => asked.push({ query, params }),
  })
  try {
    await fill(db.app, 1, 3)
    for await (const rows of pages(watched, { through: 3 })) expect(rows).toHaveLength(3)
    for (const newestFirst of [false, true]) await entries(watched, { limit: 2, newestFirst })
    const reads = asked.filter(({ query }) => query.includes('limit'))
    expect(reads).toHaveLength(4)
    // The few rows of a test are sorted faster than they are read in order. A sort that can't be left out stays.
    await db.owner`set enable_seqscan = off`
    await db.owner`set enable_sort = off`
    for (const { query, params } of reads) {
      const plan = await db.owner.unsafe(`explain ${query}`, params as never[])
      const words = plan.map((line) => line['QUERY PLAN']).join('\n')
      expect(words).toContain('audit_pkey')
      expect(words).not.toContain('Sort')
    }
  } finally {
    await watched.end()
    await db.end()
  }
})

test('a text that only ends like a commitment is shown as it is', async () => {
  const db = await auditDatabase()
  try {
    const after = { name: `main "sha256:${'a'.repeat(64)}` }
    await db.app.begin((tx) =>
      append(tx, { type: 'console.started', actor: { kind: 'gatehouse' }, after }),
    )
    const [entry] = await entries(db.app, { limit: 1 })
    expect(entry?.stored).toContain('main')
    expect(entry?.body.after).toEqual(after)
  } finally {
    await db.end()
  }
})
