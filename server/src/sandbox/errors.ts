/** What an operation throws when the service would refuse: a code, a sentence in the service's words, and a status. */

export class ServiceError extends Error {
  readonly code: string;
  readonly status: number;

  /** `code` is the error's name in the API's model, such as `InvalidDocument`. */
  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** Input that breaks a constraint of the model; several are told at once. */
export function validationError(faults: readonly string[]): ServiceError {
  const count = `${faults.length} validation error${faults.length === 1 ? '' : 's'} detected`;
  return new ServiceError('ValidationException', `${count}: ${faults.join('; ')}`);
}
