//! The worker's wasm entry point: starts the engine's host of [`shardscope::worker`].

fn main() {
    #[cfg(target_arch = "wasm32")]
    shardscope::worker::start();
}
