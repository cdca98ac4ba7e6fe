import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { pathToFileURL } from 'node:url'
import postgres from 'postgres'
import { z } from 'zod'
import { canonical } from '@/lib/audit/canonical'
import { hashOf } from '@/lib/audit/verify'
import { exportFormats } from '@/lib/ops/audit'
import type { OnStop } from '@/scripts/command'
import { startDatabase } from '@/scripts/stack'
import { number, table } from './measure'

const ROWS = 1_000_000

const sealed = (sign: string) => `sha256:${sign.repeat(64)}`

/** A row like that of a command, in PostgreSQL's copy format. */
function* lines(rows: number) {
  let prev = '0'.repeat(64)
  for (let seq = 1; seq <= rows; seq += 1) {
    const body = canonical({
      v: 1,
      seq,
      id: '6e1c5f0e-8f5b-4b0a-9c39-1f8f2f3f7a11',
      time: '2026-11-29T09:00:00.123456Z',
      type: seq % 2 ? 'command.intent' : 'command.done',
      actor: {
        kind: 'human',
        iss: 'https://login.example.com/realms/company',
        sub: 'f1c2',
        display: sealed('a'),
        ip: sealed('b'),
        ua: sealed('c'),
        roles: ['operator', 'viewer'],
        role: 'operator',
        binding: 'platform-operators: operator at all',
        groups_hash: 'd'.repeat(64),
        auth_time: 1_790_000_000,
      },
      op: 'access.allow',
      target: 'project 0123456789abcdef01234567 / access list / 203.0.113.8/32',
      scope: { kind: 'project', groupId: '0123456789abcdef01234567' },
      after: { required: 'confirm', input: { entries: [{ address: '203.0.113.8/32' }] } },
      trace: '01hzy7m2q8k9d3t5w6x7y8z9a0',
    })
    const hash = hashOf(prev, body)
    yield `${seq}\t${body.replaceAll('\\', '\\\\')}\t\\\\x${prev}\t\\\\x${hash}\n`
    prev = hash
  }
}

async function fill(ownerUrl: string, rows: number) {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => undefined })
  try {
    await sql`alter table audit disable trigger user`
    await sql`alter table audit_head disable trigger user`
    await pipeline(Readable.from(lines(rows)), await sql`copy audit from stdin`.writable())
    await sql`update audit_head set (seq, hash) = (select seq, hash from audit where seq = ${rows})`
    await sql`analyze audit`
  } finally {
    await sql.end()
  }
}

/** A million rows: verified in a database and in an export, and exported in each format. Seconds, and the most memory it took. */
export async function million(onStop: OnStop, rows = ROWS): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'gatehouse-million-'))
  onStop(() => rmSync(data, { recursive: true, force: true }))
  chmodSync(data, 0o755)
  const database = await startDatabase(data, () => undefined, onStop)
  await fill(database.ownerUrl, rows)
  const file = join(data, 'export.jsonl')
  const verify = (...args: string[]) => {
    const since = performance.now()
    const found = spawnSync(
      process.execPath,
      [
        '--import',
        join(import.meta.dirname, 'peak-memory.mjs'),
        'lib/audit/audit-verify.mjs',
        ...args,
      ],
      { env: { ...process.env, DATABASE_URL: database.url }, encoding: 'utf8' },
    )

    if (found.status !== 0) throw new Error(`${found.stdout}${found.stderr}`)
    return [
      number(rows),
      number((performance.now() - since) / 1000),
      `${/PEAK (\d+)/.exec(found.stderr)?.[1]} MB`,
    ]
  }
  const inDatabase = verify()
  verify('--export', file)
  table(
    'npm run audit:verify, in a process of its own',
    ['', 'rows', 'seconds', 'most memory'],
    [
      ['a database', ...inDatabase],
      ['an export', ...verify(file)],
    ],
  )
  table(
    'The export of the audit log, in a process of its own',
    ['', 'rows', 'seconds', 'size', 'memory in the first tenth', 'most memory'],
    exportFormats.map((format) => [format, number(rows), ...exported(database.url, format, rows)]),
  )
}

const exportResult = z.object({
  seconds: z.number(),
  early: z.number(),
  most: z.number(),
  megabytes: z.number(),
})

function exported(url: string, format: string, rows: number): string[] {
  const loader = pathToFileURL('node_modules/tsx/dist/loader.mjs').href
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--import', loader, join(import.meta.dirname, 'export.ts'), format, String(rows)],
    { env: { ...process.env, DATABASE_URL: url }, encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(stderr)
  const { seconds, early, most, megabytes } = exportResult.parse(JSON.parse(stdout))
  return [number(seconds), `${number(megabytes)} MB`, `${early} MB`, `${most} MB`]
}
