import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { endpointStep, serviceStep } from './private-endpoint-steps'

const aws = {
  id: 'a'.repeat(24),
  regionName: 'EU_WEST_1',
  endpointServiceName: 'com.aws.vpce-svc-1',
}
const azure = { id: 'b'.repeat(24), privateLinkServiceResourceId: '/subscriptions/x/pls_1' }
const gcp = {
  id: 'c'.repeat(24),
  serviceAttachmentNames: [0, 1].map((n) => `https://g/projects/p/regions/us-east1/sa-${n}`),
}

describe('the next step of a service', () => {
  test.each([
    [aws, 'aws ec2 create-vpc-endpoint'],
    [azure, 'az network private-endpoint create'],
    [gcp, 'gcloud compute forwarding-rules create'],
  ])('is a command of its cloud once it is available', (service, command) => {
    for (const status of ['AVAILABLE', 'WAITING_FOR_USER'])
      expect(serviceStep({ ...service, status }).command).toContain(command)
  })

  test.each(['INITIATING', 'FAILED', 'DELETING', 'SOMETHING_NEW', null, undefined])(
    'is a sentence for %s',
    (status) => {
      expect(serviceStep({ ...aws, status })).toEqual({ text: expect.stringMatching(/\.$/) })
    },
  )

  test('is to wait while the cloud provider’s name is missing', () => {
    const unnamed = { id: aws.id, status: 'AVAILABLE', endpointServiceName: null }
    expect(serviceStep(unnamed)).toEqual({ text: expect.stringContaining('Refresh') })
  })

  test('runs nothing that is injected through a name', () => {
    const endpointServiceName = "x'; echo hacked; echo '"
    const { command = '' } = serviceStep({ ...aws, endpointServiceName, status: 'AVAILABLE' })
    const line = command.replace(/<\w+>/g, 'own').replace(/^aws/, 'printf "%s\\n"')
    const words = execFileSync('sh', ['-c', line], { encoding: 'utf8' }).split('\n')
    expect(words).toContain(endpointServiceName)
    expect(words).not.toContain('hacked')
  })
})

describe('the next step of an endpoint', () => {
  const ids = {
    AWS: ['vpce-0a1b2c3d4e5f60718', 'aws ec2 delete-vpc-endpoints'],
    AZURE: ['/subscriptions/x/privateEndpoints/orders', 'az network private-endpoint delete'],
    GCP: ['orders', 'gcloud compute forwarding-rules delete'],
  } as const
  test.each(Object.entries(ids))('is to delete a failed one in %s too', (_, [id, command]) => {
    for (const state of [
      { status: 'FAILED' },
      { connectionStatus: 'REJECTED' },
      { status: 'AVAILABLE', deleteRequested: true },
    ])
      expect(endpointStep(id, state).command).toContain(command)
  })

  test.each([
    'PENDING_ACCEPTANCE',
    'PENDING',
    'INITIATING',
    'VERIFIED',
    'AVAILABLE',
    'DELETED',
    'SOMETHING_NEW',
    null,
  ])('is a sentence for %s', (connectionStatus) => {
    for (const [id] of Object.values(ids))
      expect(endpointStep(id, { connectionStatus }).text).toMatch(/\.$/)
  })
})
