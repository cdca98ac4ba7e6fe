import { STATUS_CODES } from 'node:http'

export type FieldViolation = { field: string; description: string }

/** An answer in Atlas's error shape; thrown by handlers, written by the server. */
export class Reject extends Error {
  readonly status: number
  readonly errorCode: string
  readonly parameters: unknown[]
  readonly fields: FieldViolation[]
  readonly headers: Record<string, string>

  constructor(
    status: number,
    errorCode: string,
    detail: string,
    more: {
      parameters?: unknown[]
      fields?: FieldViolation[]
      headers?: Record<string, string>
    } = {},
  ) {
    super(detail)
    this.status = status
    this.errorCode = errorCode
    this.parameters = more.parameters ?? []
    this.fields = more.fields ?? []
    this.headers = more.headers ?? {}
  }

  get body(): Record<string, unknown> {
    return {
      error: this.status,
      errorCode: this.errorCode,
      reason: STATUS_CODES[this.status] ?? 'Error',
      detail: this.message,
      parameters: this.parameters,
      ...(this.fields.length ? { badRequestDetail: { fields: this.fields } } : {}),
    }
  }
}

/** An answer in Atlas's error shape, with the values that it is about. */
export const reject = (
  status: number,
  errorCode: string,
  detail: string,
  ...parameters: unknown[]
): Reject => new Reject(status, errorCode, detail, { parameters })

/** A 400 with the invalid fields. */
export const invalid = (fields: FieldViolation[], errorCode = 'VALIDATION_ERROR'): Reject =>
  new Reject(400, errorCode, fields.map((f) => `${f.field}: ${f.description}`).join(' '), {
    parameters: fields.map((f) => f.field),
    fields,
  })
