import { describe, expect, it } from 'vitest'
import { allowAddresses, listAccess } from './access-list'
import { listAudit } from './audit'
import { setContact } from './contact'
import { grantEmployeeAccess } from './employee'
import { ops } from './registry'
import { approveRequest, fileRequest } from './requests'
import { type Role, roles } from './roles'
import { listSessions } from './sessions'
import { whyNot, whyNotRequest } from './why-not'

describe('why an operation is refused', () => {
  it('is undefined for a holder of a role that suffices', () => {
    expect(whyNot(allowAddresses, ['viewer', 'operator'])).toBeUndefined()
    expect(whyNot(fileRequest, ['operator'])).toBeUndefined()
  })

  it('names whom to ask, as gatehouse.yaml says', () => {
    setContact('the platform team (platform@example.com)')
    expect(whyNot(allowAddresses, ['viewer'])).toBe(
      'Only operators can allow addresses. Ask the platform team (platform@example.com) for the role.',
    )
    setContact('your admin')
  })

  it('says who may and what to do', () => {
    expect(whyNot(allowAddresses, ['viewer'])).toBe(
      'Only operators can allow addresses. Ask your admin for the role.',
    )
    expect(whyNot(fileRequest, ['viewer'])).toBe(
      'Only requesters, operators, admins and break-glass holders can file a request. Ask your admin for the role.',
    )
  })

  it('says who may request', () => {
    expect(whyNotRequest(grantEmployeeAccess, ['requester'])).toBeUndefined()
    expect(whyNotRequest(grantEmployeeAccess, ['viewer'])).toMatch(/can request MongoDB employee/)
    expect(whyNotRequest(allowAddresses, ['viewer'])).toMatch(/operators can request/)
  })

  it.each(roles)('lets a %s read, since every role includes viewer', (role) => {
    expect(whyNot(listAccess, [role])).toBeUndefined()
  })

  it('refuses even reading where a person holds nothing', () => {
    expect(whyNot(listAccess, [])).toBeDefined()
  })

  it('lets an auditor read everything, and change only what is theirs', () => {
    expect(whyNot(listAudit, ['auditor'])).toBeUndefined()
    expect(whyNot(listSessions, ['auditor'])).toBeUndefined()
    const allowed = [...ops.values()].filter(
      (op) => op.kind === 'command' && !whyNot(op, ['auditor']),
    )
    expect(allowed.map(({ id }) => id).toSorted()).toEqual([
      'accessReviews.decide',
      'accessReviews.end',
      'accessReviews.start',
      'audit.export',
      'cliSessions.approve',
      'cliSessions.deny',
      'cliSessions.end',
      'delegations.end',
      'machines.revoke',
      'machines.revokeSecret',
      'machines.rotate',
      'notifications.choose',
      'notifications.linkSlack',
      'notifications.unlinkSlack',
      'preferences.set',
      'sessions.endMine',
      'views.delete',
      'views.save',
    ])
  })

  it('does not make an approver of an admin, nor of anybody else', () => {
    const others: Role[] = roles.filter((role) => role !== 'approver')
    expect(whyNot(approveRequest, others)).toBeDefined()
  })
})
