//! `aws`: answers requests of AWS line by line, from standard input to standard output; the protocol is [`Session`]'s.

use crate::lines::{self, Line};
use shardscope::aws::session::Session;
use shardscope::engine::limits::Profile;
use shardscope::engine::world::World;

/// The seed of a conversation that sets none.
const SEED: u64 = 1;

/// Answers standard input on standard output.
pub fn aws() -> std::io::Result<()> {
    // Nobody replays this world, and its journal would hold every record that was ever put.
    let mut session = Session::new(World::empty(SEED, Profile::Current).without_journal());
    lines::answer(|line| match line {
        Line::Whole(line) => session.answer(line),
        Line::TooLong => Some(Session::<World>::answer_too_long()),
    })
}
