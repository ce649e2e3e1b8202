//! The console takes commands as the AWS CLI takes them, and prints what it prints.
//!
//! What is expected was compared with the AWS CLI itself: its usage errors, its requests, its forms of output.

mod completing;
mod errors;
mod output;
mod paging;
mod requests;
mod robust;
mod support;
mod waiting;
mod worlds;
