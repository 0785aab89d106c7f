/** Base of clients. Options name a client by it, without its methods. */
export abstract class Client {
  /** No other object is a client, even if it has the same methods. */
  declare protected readonly client: true
}
