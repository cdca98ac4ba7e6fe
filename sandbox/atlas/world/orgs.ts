import { idFrom } from '../ids'
import type { Org } from './shapes'

/** An organization with default settings. Its id follows from name and date. */
export const orgWith = (
  name: string,
  created: string,
  domain: string,
  settings: Partial<Org['settings']>,
): Org => ({
  id: idFrom(`org ${name}`, created),
  name,
  created,
  settings: {
    apiAccessListRequired: false,
    genAIFeaturesEnabled: true,
    maxServiceAccountSecretValidityInHours: 8760,
    multiFactorAuthRequired: true,
    operationsContact: null,
    restrictEmployeeAccess: false,
    securityContact: `security@${domain}`,
    streamsCrossGroupEnabled: false,
    ...settings,
  },
})

/** The three organizations; their ids never change. */
export const northwind = orgWith('Northwind Ops', '2022-03-14T09:12:00Z', 'northwind.example', {
  restrictEmployeeAccess: true,
  apiAccessListRequired: true,
  maxServiceAccountSecretValidityInHours: 720,
  operationsContact: 'ops@northwind.example',
})
export const contoso = orgWith('Contoso Labs', '2023-01-09T13:40:00Z', 'contoso.example', {})
export const fabrikam = orgWith('Fabrikam Sandbox', '2024-06-03T07:55:00Z', 'fabrikam.example', {
  multiFactorAuthRequired: false,
  securityContact: null,
})

export const makeOrgs = (): Org[] => structuredClone([northwind, contoso, fabrikam])
