/** npm run audit:erase -- --subject SUB | --text ID: erases a person's text, or one text, as the owner of the tables. */
import postgres from 'postgres'
import { type Erased, erasePerson, eraseRequested, eraseText } from '@/lib/audit/erase'
import { count } from '@/lib/format/words'

const USAGE = `Usage: npm run audit:erase -- --subject SUB   (a person’s subject, as the identity provider sends it)
       npm run audit:erase -- --requested     (what admins requested in the console)
       npm run audit:erase -- --text ID       (one text of the audit log: its sha256:… in the stored row)
DATABASE_OWNER_URL names the database and the role that owns its tables.`

function told({ texts, rows, open }: Erased): string {
  const tables = Object.entries(rows).map(([table, n]) => `${table} ${n}`)
  return [
    `Erased ${count(texts, 'text')} of the audit log${tables.length > 0 ? `, and rows of ${tables.join(', ')}` : ''}.`,
    ...(open.length > 0
      ? [
          `Still open, so their text was not erased: ${open.join(', ')}. Cancel or finish them, then run this again.`,
        ]
      : []),
  ].join('\n')
}

const [flag, value, ...more] = process.argv.slice(2)
const url = process.env.DATABASE_OWNER_URL
const work =
  flag === '--requested' && !value
    ? async (owner: postgres.Sql) =>
        `Erased the text of ${count(await eraseRequested(owner), 'person', 'people')}.`
    : flag === '--subject' && value
      ? async (owner: postgres.Sql) => told(await erasePerson(owner, value))
      : flag === '--text' && value
        ? async (owner: postgres.Sql) => told(await eraseText(owner, value))
        : undefined
if (!work || more.length > 0 || !url) {
  console.error(USAGE)
  process.exitCode = 2
} else {
  const owner = postgres(url, { max: 1, onnotice: () => {} })
  try {
    console.log(await work(owner))
  } catch (error) {
    console.error(`Nothing was erased: ${error instanceof Error ? error.message : error}`)
    process.exitCode = 1
  } finally {
    await owner.end()
  }
}
