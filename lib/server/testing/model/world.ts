import postgres from 'postgres'
import { approve, deny } from '@/lib/approvals/decide-request'
import { claim } from '@/lib/approvals/effects'
import { expirePending, noteCluster } from '@/lib/approvals/employee-access/observer'
import { noteUnchanged } from '@/lib/approvals/employee-access/unchanged'
import { revokeGrantOf } from '@/lib/approvals/end-grant'
import { escalateDue } from '@/lib/approvals/escalate'
import { executeNext } from '@/lib/approvals/executor'
import { type Asking, cancel, edit, file } from '@/lib/approvals/file-request'
import type { Reach } from '@/lib/approvals/reach'
import { reconcile, recoverAbandoned, resumeAbsent } from '@/lib/approvals/reconciler'
import type { RequestRow, Sql } from '@/lib/approvals/rows'
import { type Terms, UNSAID } from '@/lib/approvals/terms'
import { voidWaiting } from '@/lib/approvals/void-approval'
import { canonical } from '@/lib/audit/canonical'
import { newId } from '@/lib/format/id'
import { OpError } from '@/lib/ops/failure'
import { grantTypes } from '@/lib/ops/grant'
import { freshDatabase } from '@/scripts/testing/database'
import { judgeFor } from '../../ballot'
import { bindingsOf } from '../../bindings'
import { configuration } from '../../configuration'
import { open } from '../../database'
import { countedVotes, electorateOf } from '../../electorate'
import type { Person } from '../../person'
import { type Command, DECIDE, EXECUTE, type Fault, type Grant, PEOPLE, type Step } from './parts'

/** When each sequence starts, in seconds since 1970. */
export const START = Date.UTC(2030, 0, 1) / 1000

const at = (seconds: number) => new Date(seconds * 1000)
const orgId = 'a'.repeat(24)

/**
 * A database whose clock stands still until a test moves it: `clock_timestamp()` of the schema `clock` is found before
 * PostgreSQL's own.
 */
export async function stoppedDatabase() {
  const database = await freshDatabase()
  const owner = postgres(database.ownerUrl, { max: 1, onnotice: () => {} })
  const name = new URL(database.ownerUrl).pathname.slice(1)
  await owner.unsafe(`
    create schema clock;
    create table clock.now (at timestamptz not null);
    insert into clock.now values (now());
    create function clock.clock_timestamp() returns timestamptz language sql volatile as 'select at from clock.now';
    grant usage on schema clock to public;
    grant select, update on clock.now to public;
    alter table request alter created_at set default clock.clock_timestamp(), alter changed_at set default clock.clock_timestamp();
    alter table effect alter created_at set default clock.clock_timestamp(), alter changed_at set default clock.clock_timestamp();
    alter database ${name} set search_path = clock, pg_catalog, public`)
  const sql = open(database.appUrl, 2)
  return {
    sql,
    /** Ends what a sequence left open, so that the next one starts alone. */
    clear: () =>
      owner.unsafe(`begin; alter table effect disable trigger user; alter table request disable trigger user;
        update effect set state = 'refused' where state in ('planned', 'claimed', 'sending', 'unknown', 'absent');
        update request set state = 'expired', how = null where state in ('pending', 'approved');
        alter table effect enable trigger user; alter table request enable trigger user; commit`),
    end: async () => {
      await owner.end()
      await sql.end()
      await database.drop()
    },
  }
}

/** The real implementation on a real database, with an Atlas whose answers the sequence decides. One per sequence. */
export class World {
  readonly sql: Sql
  readonly terms: Terms
  now = START
  groupId = newId().padEnd(24, '0')
  slot: Grant | null = null
  posts = 0
  deletes = 0
  fault: Fault = 'none'
  readonly people: Person[]
  readonly requester: Person

  constructor(sql: Sql, steps: readonly Step[]) {
    this.sql = sql
    const run = newId()
    const { issuer } = configuration().signIn
    const person = (name: string, groups: string[]): Person => ({
      ...{ kind: 'human' as const, iss: issuer, sub: `${name} ${run}`, name },
      ...{ groups, sessionId: run, authTime: null, bindings: bindingsOf(groups) },
    })
    const more = [['leads'], ['leads'], [], ['ops']]
    this.people = Array.from({ length: PEOPLE }, (_, i) =>
      person(`p${i}`, ['gatehouse-approvers', ...(more[i] ?? [])]),
    )
    this.requester = person('requester', ['gatehouse-requesters'])
    this.terms = {
      ...UNSAID,
      rules: ['model'],
      steps: steps.map(({ leadsOnly, count }) => ({ groups: leadsOnly ? ['leads'] : [], count })),
      escalate: [{ groups: ['ops'] }],
      decideByMinutes: DECIDE / 60,
      executeByMinutes: EXECUTE / 60,
    }
  }

  async start(): Promise<void> {
    await this.setClock()
    for (const person of this.people) await this.seen(person)
  }

  private setClock = () => this.sql`update clock.now set at = ${at(this.now)}`
  private seen = ({ iss, sub, name, groups }: Person) =>
    this.sql`insert into person_seen ${this.sql({ iss, sub, name, groups })}
      on conflict (iss, sub) do update set groups = excluded.groups`

  private get shown() {
    const { slot } = this
    return slot && slot.end > this.now
      ? { grantType: grantTypes[slot.level] ?? '', expirationTime: at(slot.end).toISOString() }
      : null
  }

  private by = ({ iss, sub, name }: Person) => ({ kind: 'human' as const, iss, sub, display: name })
  private places = () => [{ orgId, groupId: this.groupId, tags: [] }]

  private asking = (minutes: number, startsIn: number | null): Asking => ({
    ...{ op: 'employee.grant', orgId, groupId: this.groupId, clusterName: 'main' },
    ...{ environment: 'other', slot: `employee:${this.groupId}/main`, says: 'Give access' },
    ...{ confirmed: {}, reason: 'A model', ticket: null, minutes, policyDigest: 'p' },
    input: canonical({
      ...{ groupId: this.groupId, clusterName: 'main', grantType: grantTypes[1], minutes },
    }),
    terms: this.terms,
    notBefore: startsIn === null ? null : at(this.now + startsIn),
    ...{ replaces: null, beneficiary: null, several: null, client: null },
  })

  private async last(): Promise<RequestRow | undefined> {
    const [r] = await this.sql<RequestRow[]>`
      select * from request where group_id = ${this.groupId} order by id desc limit 1`
    return r
  }

  /** Carries out a command. Returns `ok`, `nothing`, `died` or the kind of the refusal. */
  async run(c: Command): Promise<string> {
    try {
      return (await this.carryOut(c)) ?? 'ok'
    } catch (error) {
      if (error instanceof Died) return 'died'
      if (error instanceof OpError) return error.kind
      throw error
    }
  }

  private async carryOut(c: Command): Promise<string | undefined> {
    const { sql } = this
    const own = this.by(this.requester)
    const isAbout = ['vote', 'deny', 'cancel', 'edit', 'revoke'].includes(c.do)
    const r = isAbout ? await this.last() : undefined
    if (isAbout && !r) return 'nothing'
    const id = r?.id ?? ''
    const [digest, trace, comment] = [r?.digest ?? '', 'model', 'Because']
    switch (c.do) {
      case 'file':
        await file(sql, this.asking(c.minutes, c.startsIn), own, trace)
        return
      case 'vote': {
        const person = this.people[c.person]!
        const judge = judgeFor(person, this.places(), 'approve')
        const level = c.level === null ? null : (grantTypes[c.level] ?? null)
        const old = c.stale && (r?.revision ?? 1) > 1
        await approve(sql, {
          ...{ requestId: id, digest: old ? '0'.repeat(64) : digest, comment: '', trace, judge },
          by: this.by(person),
          narrowing: { minutes: c.minutes, level, targets: null },
        })
        return
      }
      case 'deny': {
        const person = this.people[c.person]!
        const judge = judgeFor(person, this.places(), 'deny')
        await deny(sql, { requestId: id, digest, comment, trace, by: this.by(person), judge })
        return
      }
      case 'cancel':
        return void (await cancel(sql, id, own, trace))
      case 'edit':
        return void (await edit(
          sql,
          id,
          r?.revision ?? 0,
          this.asking(c.minutes, null),
          own,
          trace,
        ))
      case 'revoke':
        return void (await revokeGrantOf(sql, id, '', own, trace))
      case 'execute':
        this.fault = c.fault
        return (await executeNext(sql, this.reach)) ? 'ok' : 'nothing'
      case 'crash':
        return (await claim(sql)) ? 'ok' : 'nothing'
      case 'recover':
        return void (await recoverAbandoned(sql))
      case 'reconcile':
        this.fault = 'none'
        // As the loops do: those of revokes and of grants run apart.
        await reconcile(sql, this.reach, 'end')
        await reconcile(sql, this.reach, 'begin')
        return void (await resumeAbsent(sql))
      case 'jump':
        this.now += c.seconds
        return void (await this.setClock())
      case 'expire':
        return void (await expirePending(sql))
      case 'escalate':
        return void (await escalateDue(sql))
      case 'check waiting':
        return void (await voidWaiting(sql, this.reach))
      case 'observe': {
        const seen = {
          ...{ orgId, groupId: this.groupId, clusterName: 'main', kind: 'dedicated' as const },
          ...{ stateName: 'IDLE', detail: '', tags: [], grant: this.shown ?? undefined },
        }
        const unchanged = await noteUnchanged(sql, [seen], at(this.now))
        if (unchanged.size === 0) await noteCluster(sql, seen, at(this.now))
        return
      }
      case 'remove outside':
        this.slot = null
        return
      case 'grant outside':
        this.slot = { level: 2, end: this.now + 10_807 }
        return
      case 'toggle role': {
        const person = this.people[c.person]!
        const all = ['gatehouse-approvers', ...[['leads'], ['leads'], [], ['ops']][c.person]!]
        person.groups = person.groups.length > 0 ? [] : all
        person.bindings = bindingsOf(person.groups)
        return void (await this.seen(person))
      }
    }
  }

  /** What people and auditors can see: requests, effects, counted approvals, the log, and the cluster. */
  async state(): Promise<unknown> {
    const { sql, groupId } = this
    const [found] = await sql<[{ requests: Array<Record<string, unknown>>; effects: unknown }]>`
      select (select coalesce(json_agg(json_build_object('state', r.state, 'how', r.how, 'revision', r.revision,
          'escalated', r.escalated,
          'votes', (select count(*) from decision d where d.request_id = r.id and d.revision = r.revision and d.verdict = 'approve'),
          'chain', (select json_agg(a.body::json ->> 'type' order by seq) from audit a where a.body::jsonb #>> '{request,id}' = r.id))
          order by r.id), '[]') from request r where r.group_id = ${groupId}) as requests,
        (select coalesce(json_agg(json_build_object('kind', e.kind, 'state', e.state, 'attempt', e.attempt)
          order by e.id), '[]') from effect e where e.group_id = ${groupId}) as effects`
    const { slot, posts, deletes } = this
    return { ...found, slot: this.shown && slot, posts, deletes }
  }

  private readonly readNow = async () => {
    if (this.fault === 'unread') {
      this.fault = 'none'
      throw OpError.of('unavailable', 'Atlas does not answer')
    }
    return { name: 'main', mongoDBEmployeeAccessGrant: this.shown }
  }

  private readonly reach: Reach = {
    read: this.readNow,
    readDuring: this.readNow,
    whyNot: async () => undefined,
    whyNotCaller: async () => undefined,
    whyNotAutomatic: async () => undefined,
    whyStricter: async () => undefined,
    whyNotBreakGlass: async () => undefined,
    clocks: async () => ({}),
    leaveWithinMs: 4_000,
    timeoutMs: 5_000,
    send: async (op, _input, _about, _leaveBy, commit) => {
      const body = await commit()
      const isGrant = op.id === 'employee.grant'
      if (isGrant) this.posts += 1
      else this.deletes += 1
      if (['none', 'unread', 'late', 'die-after'].includes(this.fault)) {
        const { grantType, expirationTime } = JSON.parse(body ?? '{}')
        this.slot = isGrant
          ? { level: grantTypes.indexOf(grantType), end: Date.parse(expirationTime) / 1000 }
          : null
      }
      if (this.fault === 'die-before' || this.fault === 'die-after') throw new Died()
      if (this.fault === 'refused' && isGrant) return { outcome: 'failed', status: 400 }
      const isAnswered = this.fault === 'none' || this.fault === 'unread'
      return isAnswered ? { outcome: 'done', status: 200 } : { outcome: 'unknown' }
    },
    counted: async (request, votes, escalated) => {
      const electorate = await electorateOf(this.sql, [request], votes)
      return countedVotes(request, votes, this.places(), electorate, escalated)
    },
  }
}

/** The process ends during the call. */
class Died extends Error {}
