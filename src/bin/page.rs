//! The page's wasm entry point: starts the Yew application of [`shardscope::ui`].

fn main() {
    #[cfg(target_arch = "wasm32")]
    shardscope::ui::start();
}
