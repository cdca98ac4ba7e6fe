import type { Op } from '@/lib/ops/define'
import { ops } from '@/lib/ops/registry'
import { fileRequest, getRequest } from '@/lib/ops/requests'
import type { Role } from '@/lib/ops/roles'
import { listSessions } from '@/lib/ops/sessions'
import { nothing } from '@/lib/server/testing/about'
import { inputsAbout } from '@/lib/server/testing/inputs'
import { expect } from '../fixtures'
import { done, sessionOf } from './api'
import { sandbox } from './sandbox'
import type { PersonaName } from './sign-in'

export const commands = [...ops.values()].filter((op) => op.kind === 'command')

const personaWith: Record<Role, PersonaName> = {
  viewer: 'viewer',
  requester: 'requester',
  operator: 'operator',
  approver: 'approver',
  auditor: 'auditor',
  admin: 'admin',
  'break-glass': 'breakglass',
}

/** A persona that can run the operation. */
export const whoMay = (op: Op): PersonaName => personaWith[op.roles[0] ?? 'viewer']

/** A new project with a cluster and a pending request, and inputs that affect them. */
export async function victim(title: string) {
  const project = await sandbox.makeProject(title, { clusters: [{ name: 'main' }], accessList: 3 })
  const about = { ...project, ...nothing }
  const [requester, admin] = await Promise.all([sessionOf('requester'), sessionOf('admin')])
  const { requestId } = await done(requester, fileRequest, inputsAbout(about)['requests.file'])
  const { request } = await done(requester, getRequest, { requestId })
  const { results } = await done(admin, listSessions, {})
  const sessionId = results.find(({ isMe }) => isMe)?.id ?? ''
  await Promise.all([requester.dispose(), admin.dispose()])
  return {
    ...project,
    requestId,
    inputs: inputsAbout({ ...about, requestId, digest: request.digest, sessionId }),
  }
}
export type Victim = Awaited<ReturnType<typeof victim>>

export async function nothingChanged({ groupId, requestId, inputs }: Victim) {
  const calls = await sandbox.calls({ groupId })
  expect(calls.filter(({ method }) => method !== 'GET')).toEqual([])
  expect(await sandbox.accessListSize(groupId)).toBe(3)
  const approver = await sessionOf('approver')
  const { request, decisions } = await done(approver, getRequest, { requestId })
  expect(request).toMatchObject({ state: 'pending', revision: 1, minutes: 60 })
  expect(decisions).toEqual([])
  const admin = await sessionOf('admin')
  const { results } = await done(admin, listSessions, {})
  const isOpen = results.map(({ id }) => ({ sessionId: id }))
  expect(isOpen, 'the session is still open').toContainEqual(inputs['sessions.end'])
  await Promise.all([approver.dispose(), admin.dispose()])
}

/** A page by its pattern, for a resource of the sandbox. */
export const somewhere = (pattern: string) =>
  pattern
    .replace('[groupId]', '62384d9b88f12e6bc977eb45')
    .replace('[clusterName]', 'payments-main')
    .replace('[id]', '0'.repeat(26))
