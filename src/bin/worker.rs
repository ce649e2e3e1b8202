//! The worker's wasm entry point: starts the engine's host of [`shardscope::worker`], and is where the worker is cut.
#![cfg_attr(
    feature = "split",
    allow(
        unsafe_code,
        clippy::unnecessary_wraps,
        reason = "`wasm_split` declares an import and an export; loading may fail"
    )
)]

#[cfg(target_arch = "wasm32")]
use shardscope::worker::{PERFORMER, Performer, start};

fn main() {
    #[cfg(target_arch = "wasm32")]
    start(|| Box::pin(async { performer().await.ok() }));
}

/// Fetches what carries tasks out. A function that gives a table of functions is all that leads across the cut.
#[cfg(all(target_arch = "wasm32", feature = "split"))]
#[wasm_split_helpers::wasm_split(tasks, fallible)]
fn performer() -> Result<&'static Performer, wasm_split_helpers::SplitLoaderError> {
    Ok(&PERFORMER)
}

/// In one program it is there.
#[cfg(all(target_arch = "wasm32", not(feature = "split")))]
async fn performer() -> Result<&'static Performer, std::convert::Infallible> {
    Ok(&PERFORMER)
}
