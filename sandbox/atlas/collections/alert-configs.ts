import { z } from 'zod'
import { bodyOf } from '../body'
import { collection } from '../collection'
import { seedIn } from '../declaration'
import { idFrom, iso } from '../ids'
import { projectIdOf } from '../world/projects'

const alertConfig = z.looseObject({
  id: z.string(),
  groupId: z.string(),
  eventTypeName: z.string(),
  enabled: z.boolean(),
  created: z.string(),
  updated: z.string(),
  matchers: z.array(z.unknown()),
  notifications: z.array(z.looseObject({ typeName: z.string() })),
})

const since = iso(Date.UTC(2025, 2, 4))
const configOf = (groupId: string, eventTypeName: string, enabled = true) => ({
  id: idFrom(`alert configuration ${groupId} ${eventTypeName}`, since),
  groupId,
  eventTypeName,
  enabled,
  created: since,
  updated: since,
  matchers: [],
  notifications: [
    { typeName: 'GROUP', delayMin: 0, intervalMin: 60, emailEnabled: true, smsEnabled: false },
  ],
})

const groupId = projectIdOf('payments-prod')

export const alertConfigs = collection({
  name: 'alertConfigs',
  path: '/groups/{groupId}/alertConfigs/{alertConfigId}',
  shape: alertConfig,
  key: 'id',
  errors: { notFound: 'ALERT_CONFIG_NOT_FOUND' },
  changeEvent: ({ enabled }) => `ALERT_CONFIG_${enabled ? 'ENABLED' : 'DISABLED'}_AUDIT`,
  seed: () =>
    seedIn({ groupId }, [
      configOf(groupId, 'NO_PRIMARY'),
      configOf(groupId, 'CLUSTER_MONGOS_IS_MISSING'),
      configOf(groupId, 'JOINED_GROUP', false),
    ]),
  sample: (n, place) => configOf(place.groupId ?? '', n % 2 ? 'NO_PRIMARY' : `EVENT_${n}`),
  update: (_, { body }) => ({
    ...bodyOf(z.object({ enabled: z.boolean() }), body),
    updated: iso(Date.now()),
  }),
})
