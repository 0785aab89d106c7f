using Workerd = import "/workerd/workerd.capnp";

# The worker, and a network that reaches this machine, where the emulator is.
const config :Workerd.Config = (
  services = [
    (
      name = "main",
      worker = (modules = [(name = "worker", esModule = embed "worker.js")], compatibilityDate = "2026-01-01")
    ),
    (name = "internet", network = (allow = ["local", "private", "public"]))
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")]
);
