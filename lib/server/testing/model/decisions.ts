import {
  type Command,
  DECIDE,
  type Effect,
  ESCALATED_TO,
  EXECUTE,
  type Grant,
  isLead,
  isUnderWay,
  PEOPLE,
  REQUESTED_LEVEL,
  type Request,
  type Step,
  type Vote,
} from './parts'

/** When half the time to decide is over; of a request that was opened again, that began later. */
const halfTime = ({ createdAt, decideBy }: Request) =>
  (Math.max(createdAt, decideBy - DECIDE) + decideBy) / 2

/** What people and time decide about the requests of one cluster. */
export class Decisions {
  now: number
  readonly steps: readonly Step[]
  requests: Request[] = []
  effects: Effect[] = []
  slot: Grant | null = null
  posts = 0
  deletes = 0
  hasRole: boolean[] = Array.from({ length: PEOPLE }, () => true)

  constructor(now: number, steps: readonly Step[]) {
    this.now = now
    this.steps = steps
  }

  get last(): Request | undefined {
    return this.requests.at(-1)
  }

  protected begin(r: Request) {
    return this.effects.findLast((e) => e.of === r && e.kind === 'begin' && e.state !== 'refused')
  }

  protected file(minutes: number, startsIn: number | null): string {
    if (this.requests.some((r) => r.state === 'pending' || r.state === 'approved'))
      return 'conflict'
    this.requests.push({
      ...{ state: 'pending', how: null, revision: 1, minutes, escalated: 0, votes: [] },
      ...{ createdAt: this.now, decideBy: this.now + DECIDE, chain: ['request.created'] },
      startsAt: startsIn === null ? null : this.now + startsIn,
    })
    return 'ok'
  }

  protected counted = (r: Request) => r.votes.filter(({ person }) => this.hasRole[person])

  protected openStep(votes: readonly Vote[]): number | undefined {
    const at = this.steps.findIndex(
      ({ count }, step) => votes.filter((v) => v.step === step).length < count,
    )
    return at < 0 ? undefined : at
  }

  protected isInStep(r: Request, person: number, step: number): boolean {
    const isEscalated = r.escalated > 0 && person === ESCALATED_TO
    return !this.steps[step]?.leadsOnly || isLead(person) || isEscalated
  }

  protected vote(c: Extract<Command, { do: 'vote' }>): string {
    const r = this.last
    if (!r) return 'nothing'
    const { person, minutes, level } = c
    const isLate = r.decideBy <= this.now
    if (r.state !== 'pending' || (c.stale && r.revision > 1) || isLate) return 'conflict'
    if (minutes !== null && minutes > r.minutes) return 'invalid'
    if (level !== null && level > REQUESTED_LEVEL) return 'invalid'
    const counted = this.counted(r)
    const step = this.openStep(counted) ?? 0
    const hasVoted = r.votes.some((v) => v.person === person)
    if (hasVoted || !this.hasRole[person] || !this.isInStep(r, person, step)) return 'not-allowed'
    const vote = { person, step, minutes, level }
    r.votes.push(vote)
    if (this.openStep([...counted, vote]) !== undefined) {
      r.chain.push('decision.approve')
      return 'ok'
    }
    r.state = 'approved'
    const start = Math.max(this.now, r.startsAt ?? 0)
    this.effects.push({
      ...{ kind: 'begin', of: r, state: 'planned', attempt: 0, checks: 0, isStuck: false },
      minutes: Math.min(r.minutes, ...r.votes.flatMap((v) => v.minutes ?? [])),
      level: Math.min(REQUESTED_LEVEL, ...r.votes.flatMap((v) => v.level ?? [])),
      executeBy: start + EXECUTE,
      nextAt: r.startsAt === null ? undefined : start,
      changedAt: this.now,
    })
    r.chain.push('request.approved')
    return 'ok'
  }

  protected deny(person: number): string {
    const r = this.last
    if (!r) return 'nothing'
    const begin = this.begin(r)
    const isPlanned = r.state === 'approved' && begin?.state === 'planned'
    const isOpen = r.state === 'pending' ? r.decideBy > this.now : isPlanned
    if (!isOpen) return 'conflict'
    const isEligible = this.steps.some((_, step) => this.isInStep(r, person, step))
    if (!this.hasRole[person] || !isEligible) return 'not-allowed'
    if (begin && isPlanned) this.move(begin, 'refused')
    r.state = 'denied'
    r.chain.push('request.denied')
    return 'ok'
  }

  protected cancel(): string {
    const r = this.last
    if (!r) return 'nothing'
    const begin = this.begin(r)
    const isPlanned = r.state === 'approved' && begin?.state === 'planned'
    if (r.state !== 'pending' && !isPlanned) return 'conflict'
    if (begin && isPlanned) this.move(begin, 'refused')
    r.state = 'cancelled'
    r.chain.push('request.cancelled')
    return 'ok'
  }

  protected edit(minutes: number): string {
    const r = this.last
    if (!r) return 'nothing'
    if (r.state !== 'pending' || r.decideBy < this.now) return 'conflict'
    Object.assign(r, { minutes, startsAt: null, revision: r.revision + 1, votes: [] })
    r.chain.push('request.edited')
    return 'ok'
  }

  protected revoke(): string {
    const r = this.last
    if (!r) return 'nothing'
    const begin = this.begin(r)
    const ends = this.effects.filter((e) => e.kind === 'end' && isUnderWay(e))
    if (r.state !== 'approved' || !begin) return 'conflict'
    if (begin.state !== 'planned' && ends.length > 0) return 'conflict'
    r.chain.push('revoke.requested')
    if (begin.state === 'planned') {
      this.move(begin, 'refused')
      Object.assign(r, { state: 'closed', how: 'revoked' })
      return 'ok'
    }
    this.effects.push({
      ...{ kind: 'end', of: r, state: 'planned', attempt: 0, checks: 0, isStuck: false },
      ...{ minutes: 0, level: 0, changedAt: this.now },
    })
    return 'ok'
  }

  protected move(e: Effect, to: string): void {
    Object.assign(e, { state: to, changedAt: this.now })
    if (to === 'confirmed') e.confirmedAt = this.now
  }

  protected expire(): string {
    for (const r of this.requests)
      if (r.state === 'pending' && r.decideBy < this.now) {
        r.state = 'expired'
        r.chain.push('request.expired')
      }
    return 'ok'
  }

  protected escalate(): string {
    const r = this.last
    const isDue = r && r.escalated === 0 && this.now >= halfTime(r)
    if (r?.state === 'pending' && r.decideBy > this.now && isDue) {
      r.escalated = 1
      r.chain.push('request.escalated')
    }
    return 'ok'
  }
}
