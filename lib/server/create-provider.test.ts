import { expect, test } from 'vitest'
import { previewOp } from '@/lib/ops/console'
import { createProvider } from '@/lib/ops/provider-create'
import { answer, ownFederation } from './testing/federation'
import { startConsole } from './testing/start'

const gatehouse = await startConsole()

test('creating a provider asks for confirmation and says whom it lets in', async () => {
  const { federationSettingsId } = await ownFederation(gatehouse)
  const input = {
    federationSettingsId,
    idpType: 'WORKLOAD',
    displayName: 'Agents',
    issuerUri: 'https://tokens.example',
    audience: 'atlas',
    authorizationType: 'USER',
    userClaim: 'sub',
  }
  const preview = await answer(previewOp, { op: createProvider.id, input })
  expect(previewOp.output.parse(preview).friction).toEqual({
    level: 'confirm',
    because: expect.stringContaining('tokens of https://tokens.example'),
  })
})
