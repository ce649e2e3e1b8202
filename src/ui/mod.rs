//! The page: a Yew application that sends messages to the worker and draws its frames. It never touches a world.
//!
//! [`state`] is the page's state as plain functions, [`screen`] its views, [`notices`] what it tells, [`console`] the console's log and prompt, [`scene`] what the drawings consist of,
//! [`format`] how quantities are written: these are tested natively. The rest exists for the browser alone.

pub mod console;
pub mod format;
pub mod key_file;
pub mod notices;
pub mod scene;
pub mod screen;
pub mod stage;
pub mod state;

#[cfg(target_arch = "wasm32")]
mod api;
#[cfg(target_arch = "wasm32")]
mod app;
#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(target_arch = "wasm32")]
mod client;
#[cfg(target_arch = "wasm32")]
mod fetching;
#[cfg(target_arch = "wasm32")]
mod focus_kept;
#[cfg(target_arch = "wasm32")]
mod keyboard;
#[cfg(target_arch = "wasm32")]
mod navigation;
#[cfg(target_arch = "wasm32")]
mod parts;
#[cfg(target_arch = "wasm32")]
mod view;
#[cfg(target_arch = "wasm32")]
mod words;

#[cfg(target_arch = "wasm32")]
pub use app::start;
#[cfg(target_arch = "wasm32")]
pub use parts::{PARTS, Parts};
