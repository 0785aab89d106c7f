/** Base of clients. Options name a client by it, without its methods. */
export abstract class Client {
  /** Makes the type nominal: an object with the same methods is not a client. */
  declare protected readonly client: true
}
