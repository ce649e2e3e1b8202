//! Words that several parts of the view need: lengths of time, lanes, routes, causes, destinations.

use crate::engine::firehose::buffer::Cause;
use crate::engine::firehose::lane::Route;
use crate::engine::ids::ShardId;
use crate::engine::time::Micros;
use crate::learn::catalogue::number;
use crate::learn::message::Message;
use crate::ui::app::Context;
use crate::ui::format;

/// A length of time as one says it: `4.2 s`, `41 s`, `5 min`, `5 min 10 s`, `3 h 05 min`.
pub fn span(length: Micros) -> String {
    let seconds = length.as_seconds();
    if seconds < 10.0 {
        return format!("{} s", number(seconds, 1));
    }
    if seconds < 120.0 {
        return format!("{} s", number(seconds, 0));
    }
    let whole = libm::round(seconds) as u64;
    let (large, small, words) = match whole {
        ..7_200 => (whole / 60, whole % 60, ("min", "s")),
        _ => (whole / 3_600, whole / 60 % 60, ("h", "min")),
    };
    let large = format!("{} {}", number(large as f64, 0), words.0);
    if small == 0 { large } else { format!("{large} {small:02} {}", words.1) }
}

/// What is left of a length of time, in few characters: `41 s`, `4:58`, `1:05:00`.
pub fn countdown(length: Micros) -> String {
    let whole = libm::ceil(length.as_seconds()) as u64;
    let (hours, minutes, seconds) = (whole / 3_600, whole / 60 % 60, whole % 60);
    match whole {
        ..120 => format!("{whole} s"),
        120..3_600 => format!("{minutes}:{seconds:02}"),
        3_600.. => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}

/// The lane of a tank or of a delivery: its shard, if it has one, and its partition.
pub fn lane(page: &Context, shard: Option<ShardId>, partition: Option<&str>) -> String {
    let of_shard = shard.map(|shard| page.say(&Message::new("firehose-shard").text("shard", format::shard(shard.0))));
    let parts: Vec<String> = of_shard.into_iter().chain(partition.map(str::to_owned)).collect();
    if parts.is_empty() { page.text("firehose-one-buffer") } else { parts.join(" · ") }
}

/// Where something goes.
pub fn route(page: &Context, route: Route) -> String {
    page.text(match route {
        Route::Destination => "route-destination",
        Route::Backup => "route-backup",
        Route::ProcessingFailed => "route-processing-failed",
        Route::ConversionFailed => "route-conversion-failed",
        Route::DeliveryFailed => "route-delivery-failed",
        Route::PartitionsExceeded => "route-partitions-exceeded",
    })
}

/// Why a buffer went.
pub fn cause(page: &Context, cause: Cause) -> String {
    page.text(match cause {
        Cause::Size => "cause-size",
        Cause::Interval => "cause-interval",
    })
}

/// The class of what a cause has done.
pub const fn cause_class(cause: Cause) -> &'static str {
    match cause {
        Cause::Size => "by-size",
        Cause::Interval => "by-interval",
    }
}

/// A rate of bytes.
pub fn bytes_rate(bytes_per_s: f64) -> String {
    format!("{}/s", format::bytes(bytes_per_s))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_said_in_the_unit_that_suits_them() {
        let said = [4_200, 41_000, 300_000, 310_000, 11_100_000].map(|ms| span(Micros::millis(ms)));
        assert_eq!(said, ["4.2 s", "41 s", "5 min", "5 min 10 s", "3 h 05 min"]);
        let left = [0, 40_100, 119_900, 298_000, 3_905_000].map(|ms| countdown(Micros::millis(ms)));
        assert_eq!(left, ["0 s", "41 s", "2:00", "4:58", "1:05:05"]);
    }
}
