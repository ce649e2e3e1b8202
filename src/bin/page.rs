//! The page's wasm entry point: starts the Yew application of [`shardscope::ui`], and is where the page is cut.
#![cfg_attr(
    feature = "split",
    allow(
        unsafe_code,
        clippy::unnecessary_wraps,
        reason = "`wasm_split` declares an import and an export; loading may fail"
    )
)]

#[cfg(target_arch = "wasm32")]
use shardscope::ui::{PARTS, Parts, start};

fn main() {
    #[cfg(target_arch = "wasm32")]
    start(|| Box::pin(async { parts().await.ok() }));
}

/// Fetches what is not in the first picture. A function that gives a table of functions is all that leads across the cut.
#[cfg(all(target_arch = "wasm32", feature = "split"))]
#[wasm_split_helpers::wasm_split(parts, fallible)]
fn parts() -> Result<&'static Parts, wasm_split_helpers::SplitLoaderError> {
    Ok(&PARTS)
}

/// In one program it is there.
#[cfg(all(target_arch = "wasm32", not(feature = "split")))]
async fn parts() -> Result<&'static Parts, std::convert::Infallible> {
    Ok(&PARTS)
}
