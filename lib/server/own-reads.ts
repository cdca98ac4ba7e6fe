import type { Place } from './decide'
import { credentialUse, ownCredential, secretInUse } from './own-credential'
import { predict } from './predict-policies'

/** Reads that Gatehouse answers itself, for people and before a command. By operation id. */
export const ownReads: Readonly<Record<string, (input: never, place: Place) => Promise<unknown>>> =
  {
    'connections.credential': (_, place) => ownCredential(place),
    'connections.use': credentialUse,
    'resourcePolicies.predict': predict,
    'serviceAccounts.secretInUse': secretInUse,
  }
