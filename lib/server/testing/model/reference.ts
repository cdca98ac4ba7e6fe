/**
 * The reference model of requests for one cluster: what each command does, as plainly as possible, to be compared with the
 * real implementation. Times are in seconds.
 */

import { Decisions } from './decisions'
import {
  CHECKS,
  type Command,
  DECIDE,
  type Effect,
  type Fault,
  type Grant,
  isUnderWay,
  LEASE,
  type Request,
  same,
  TIMEOUT,
} from './parts'

/** The same, and what the executors, the reconciler and the observer do. */
export class Model extends Decisions {
  /** Carries out a command. Returns `ok` or the kind of the refusal. */
  run(c: Command): string {
    switch (c.do) {
      case 'file':
        return this.file(c.minutes, c.startsIn)
      case 'vote':
        return this.vote(c)
      case 'deny':
        return this.deny(c.person)
      case 'cancel':
        return this.cancel()
      case 'edit':
        return this.edit(c.minutes)
      case 'revoke':
        return this.revoke()
      case 'execute':
        return this.execute(c.fault)
      case 'crash':
        return this.claim() ? 'ok' : 'nothing'
      case 'recover':
        return this.recover()
      case 'reconcile':
        return this.reconcile()
      case 'jump':
        this.now += c.seconds
        return 'ok'
      case 'expire':
        return this.expire()
      case 'escalate':
        return this.escalate()
      case 'check waiting':
        return this.checkWaiting()
      case 'observe':
        return this.observe()
      case 'remove outside':
        this.slot = null
        return 'ok'
      case 'grant outside':
        this.slot = { level: 2, end: this.now + 10_807 }
        return 'ok'
      case 'toggle role':
        this.hasRole[c.person] = !this.hasRole[c.person]
        return 'ok'
    }
  }

  /** When the cluster was last observed. */
  private seenAt = 0

  /** The grant that Atlas shows: one past its end is gone. */
  get shown(): Grant | null {
    return this.slot && this.slot.end > this.now ? this.slot : null
  }

  /** Moves an effect as an executor does, which is recorded. */
  private record(e: Effect, to: string, how?: string): void {
    this.move(e, to)
    Object.assign(e, { note: undefined, isStuck: false, nextAt: undefined })
    e.of.chain.push(`effect.${to}`)
    if (how) this.close(e.of, how)
  }

  private close(r: Request, how: string): void {
    if (r.state !== 'approved') return
    Object.assign(r, { state: 'closed', how })
    r.chain.push(['ended', 'revoked'].includes(how) ? 'grant.ended' : 'request.closed')
  }

  private claim(): Effect | undefined {
    const blocks = (e: Effect, o: Effect) =>
      o.state === 'claimed' ||
      o.state === 'sending' ||
      (o.kind !== e.kind &&
        ((o.state === 'unknown' && (o.kind === 'end' || (o.giveUpAt ?? 0) > this.now)) ||
          (o.state === 'planned' && (o.kind === 'begin') === (o.of === e.of))))
    const due = this.effects.filter(
      (e) =>
        e.state === 'planned' &&
        (e.nextAt ?? 0) <= this.now &&
        !this.effects.some((o) => o !== e && blocks(e, o)),
    )
    const rank = (e: Effect) => (e.kind === 'end' ? 0 : 1_000) + e.checks
    const effect = due.toSorted((a, b) => rank(a) - rank(b))[0]
    if (!effect) return undefined
    this.move(effect, 'claimed')
    effect.lease = this.now + LEASE
    if (!effect.isStuck) effect.of.chain.push('effect.claimed')
    return effect
  }

  private execute(fault: Fault): string {
    const e = this.claim()
    if (!e) return 'nothing'
    return e.kind === 'begin' ? this.grant(e, fault) : this.end(e, fault)
  }

  private wait(e: Effect, note: string): void {
    const isNews = !e.isStuck || e.note !== note
    this.move(e, 'planned')
    const pause = Math.min(e.kind === 'end' ? 5 : 30, CHECKS[e.checks] ?? 60)
    Object.assign(e, { checks: e.checks + 1, nextAt: this.now + pause, isStuck: true, note })
    if (isNews) e.of.chain.push('effect.planned')
  }

  private grant(e: Effect, fault: Fault): string {
    const r = e.of
    const isRevoked = this.effects.some((o) => o.of === r && o.kind === 'end')
    if (isRevoked) return this.settled(e, 'refused', 'revoked')
    if ((e.executeBy ?? 0) < this.now) return this.settled(e, 'refused', 'missed')
    if (this.isVoid(r)) return this.voided(e)
    if (fault === 'unread') {
      this.wait(e, 'unread')
      return 'ok'
    }
    const now = this.shown
    if (now && same(now, e.body)) return this.settled(e, 'confirmed')
    if (now) return this.settled(e, 'conflict', 'conflict')
    return this.send(e, fault)
  }

  private isVoid = (r: Request) => this.openStep(this.counted(r)) !== undefined

  private voided(e: Effect): string {
    const r = e.of
    const decideBy = Math.max(r.decideBy, Math.min(this.now + DECIDE, e.executeBy ?? 0))
    this.move(e, 'refused')
    Object.assign(r, { state: 'pending', revision: r.revision + 1, votes: [], decideBy })
    r.chain.push('approvals.voided')
    return 'ok'
  }

  private checkWaiting(): string {
    for (const e of this.effects) {
      const isLater = e.state === 'planned' && !e.isStuck && (e.nextAt ?? 0) > this.now
      if (e.kind === 'begin' && isLater && this.isVoid(e.of)) this.voided(e)
    }
    return 'ok'
  }

  private end(e: Effect, fault: Fault): string {
    const sent = this.effects.findLast((o) => o.of === e.of && o.kind === 'begin')?.body
    const now = this.shown
    // A cluster that can't be read does not stop a revoke, except where another approved grant may be on it.
    if (sent && fault === 'unread' && !this.isNewerGranted(e)) return this.send(e, 'none')
    if (sent && fault === 'unread') return this.settled(e, 'conflict', 'conflict')
    if (!sent || !now) return this.settled(e, 'confirmed', this.endedHow(e))
    if (!same(now, sent)) return this.settled(e, 'conflict', 'conflict')
    return this.send(e, fault)
  }

  private isNewerGranted(e: Effect): boolean {
    return this.effects.some(
      (o) =>
        o.kind === 'begin' &&
        o.of !== e.of &&
        o.of.state === 'approved' &&
        !['planned', 'refused', 'conflict'].includes(o.state),
    )
  }

  private endedHow(e: Effect): string {
    const begin = this.effects.find(
      (o) => o.of === e.of && o.kind === 'begin' && o.state === 'confirmed',
    )
    return begin?.body && begin.body.end <= (e.sentAt ?? this.now) ? 'ended' : 'revoked'
  }

  private settled(e: Effect, to: string, how?: string): string {
    this.record(e, to, how)
    return 'ok'
  }

  /** One call to Atlas. */
  private send(e: Effect, fault: Fault): string {
    if (e.kind === 'begin') e.body ??= { level: e.level, end: this.now + e.minutes * 60 }
    this.move(e, 'sending')
    Object.assign(e, { attempt: e.attempt + 1, sentAt: this.now, checks: 0, isStuck: false })
    Object.assign(e, { giveUpAt: this.now + TIMEOUT + 1, lease: this.now + TIMEOUT + 2 })
    e.of.chain.push('effect.sending')
    const isApplied = ['none', 'unread', 'late', 'die-after'].includes(fault)
    if (isApplied) this.slot = e.kind === 'begin' ? (e.body ?? null) : null
    if (e.kind === 'begin') this.posts += 1
    else this.deletes += 1
    if (fault === 'die-before' || fault === 'die-after') return 'died'
    if (fault === 'none' || fault === 'unread')
      return this.settled(e, 'confirmed', e.kind === 'end' ? this.endedHow(e) : undefined)
    if (fault === 'refused' && e.kind === 'begin') return this.settled(e, 'refused', 'refused')
    this.record(e, 'unknown')
    e.nextAt = this.now + (e.kind === 'end' ? 1 : 2)
    // A second revoke does no harm, so it can be sent again at once.
    if (e.kind === 'end') e.giveUpAt = this.now
    return 'ok'
  }

  private recover(): string {
    for (const e of this.effects)
      if (['claimed', 'sending'].includes(e.state) && (e.lease ?? 0) < this.now) {
        const note = 'stopped'
        if (e.state === 'claimed') {
          const isNews = !e.isStuck || e.note !== note
          this.move(e, 'planned')
          Object.assign(e, { checks: e.checks + 1, isStuck: true, note, nextAt: undefined })
          if (isNews) e.of.chain.push('effect.planned')
        } else {
          this.record(e, 'unknown')
          Object.assign(e, { attempt: e.attempt - 1, nextAt: this.now })
        }
      }
    return 'ok'
  }

  private reconcile(): string {
    for (const kind of ['end', 'begin'])
      for (const e of this.effects)
        if (e.kind === kind && e.state === 'unknown' && (e.nextAt ?? 0) <= this.now) this.settle(e)
    return 'ok'
  }

  /** Settles an unknown call by reading. */
  private settle(e: Effect): void {
    const [to, how] = this.verdict(e)
    if (to !== 'absent') this.record(e, to, how)
    else if ((e.giveUpAt ?? 0) >= this.now) {
      e.checks += 1
      const pause = Math.min(e.kind === 'end' ? 5 : 60, CHECKS[e.checks] ?? 60)
      Object.assign(e, { nextAt: this.now + pause, changedAt: this.now })
    } else this.repeat(e)
  }

  private verdict(e: Effect): [string, string?] {
    const now = this.shown
    if (e.kind === 'begin')
      return now === null
        ? ['absent']
        : same(now, e.body)
          ? ['confirmed']
          : ['conflict', 'conflict']
    const sent = this.effects.findLast((o) => o.of === e.of && o.kind === 'begin')?.body
    if (now === null) return ['confirmed', this.endedHow(e)]
    return same(now, sent) ? ['absent'] : ['conflict', 'conflict']
  }

  /** The call is over and did not act: the same bytes may go again. */
  private repeat(e: Effect): void {
    this.record(e, 'absent')
    const isRevoked = this.effects.some((o) => o.of === e.of && o.kind === 'end')
    const isLate = (e.body?.end ?? 0) < this.now || (e.executeBy ?? 0) < this.now
    if (e.kind === 'begin' && isRevoked) this.record(e, 'refused', 'revoked')
    else if (e.kind === 'begin' && isLate) this.record(e, 'refused', 'missed')
    else {
      this.record(e, 'planned')
      const pause = e.kind === 'end' ? Math.min(5, 2 ** e.attempt) : e.attempt < 2 ? 2 : 60
      e.nextAt = this.now + pause
    }
  }

  /** A reading of the cluster: an approved grant that is gone, or another one. */
  private observe(): string {
    // An older reading changes nothing: the clock went back, and the newer one counts until then.
    if (this.now < this.seenAt) return 'ok'
    this.seenAt = this.now
    const isMoving = this.effects.some(
      (e) =>
        (isUnderWay(e) && !(e.state === 'planned' && e.attempt === 0)) || e.changedAt >= this.now,
    )
    if (isMoving) return 'ok'
    const ours = this.effects.find(
      (e) => e.kind === 'begin' && e.state === 'confirmed' && e.of.state === 'approved',
    )
    const now = this.shown
    if (!ours?.body || same(now, ours.body)) return 'ok'
    const isOver = ours.body.end <= this.now + 5
    const isJustChanged = this.effects.some(
      (e) => e.state === 'confirmed' && (e.confirmedAt ?? 0) > this.now - 30,
    )
    if (!isOver && isJustChanged) return 'ok'
    this.close(ours.of, isOver ? 'ended' : now ? 'conflict' : 'revoked')
    if (now || !isOver) ours.of.chain.push('drift.detected')
    return 'ok'
  }
}
