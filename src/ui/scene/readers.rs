//! The readers of a stream on the lineage's axis of time: a row each, from its slowest shard to its newest, and the marks
//! in the bands.

use crate::engine::ids::ShardId;
use crate::engine::time::{Micros, SimTime};
use crate::learn::catalogue::{clock_seconds, number};
use crate::learn::message::Message;
use crate::ui::format;
use crate::ui::scene::axis::time_label;
use crate::worker::readers::{Danger, MARKS_A_BAND, Mark, Place, ReaderFrame, Readers};
use std::collections::BTreeMap;

/// Rows below the bands at most; the table has all of them.
pub const ROWS_SHOWN: usize = 5;
/// Who is not so far behind keeps up.
const KEEPS_UP: Micros = Micros::SECOND;

/// The readers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReadersScene {
    /// All of them; rows of the picture are those of [`Self::shown`].
    pub rows: Vec<ReaderRow>,
    /// The marks, those of a band one after another.
    pub marks: Vec<ReaderMark>,
    /// Positions without a mark.
    pub unmarked: u32,
}

/// A consumer, or all who call `GetRecords`.
#[derive(Clone, Debug, PartialEq)]
pub struct ReaderRow {
    /// What its marks are called.
    pub letter: String,
    /// Its name.
    pub name: String,
    /// Whether it stands for all who call `GetRecords`.
    pub is_polling: bool,
    /// Its slowest position and its newest, in seconds since the beginning.
    pub reach_s: Option<(f64, f64)>,
    /// Its slowest shard.
    pub slowest: Option<ShardId>,
    /// How near it is to the trim horizon.
    pub danger: Danger,
    /// Where it stands.
    pub words: Message,
    /// That it is in danger, and that it has stopped, where it is so.
    pub states: Vec<Message>,
    /// What the table tells of it: name, positions, slowest shard, where that is, `MillisBehindLatest`, newest, lost.
    pub cells: [String; 7],
}

/// A position in a band.
#[derive(Clone, Debug, PartialEq)]
pub struct ReaderMark {
    /// Whose: the place among the rows.
    pub row: usize,
    /// The shard.
    pub shard: ShardId,
    /// When, in seconds since the beginning.
    pub at_s: f64,
    /// How near the trim horizon.
    pub danger: Danger,
    /// Its place among the marks of the band, and how many there are.
    pub lane: (usize, usize),
}

impl ReadersScene {
    /// The scene of these readers of a stream with this retention period.
    pub fn new(readers: &Readers, retention: Micros) -> Self {
        let rows = readers.rows.iter().zip(0..).map(|(reader, place)| ReaderRow::new(reader, place, retention));
        let mut lanes: BTreeMap<ShardId, (usize, usize)> = BTreeMap::new();
        for mark in &readers.marks {
            lanes.entry(mark.shard).or_default().1 += 1;
        }
        let mut lane = |shard: ShardId| {
            let (taken, all) = lanes.entry(shard).or_default();
            *taken += 1;
            (*taken - 1, *all)
        };
        let mark = |mark: &Mark| ReaderMark {
            row: usize::from(mark.row),
            shard: mark.shard,
            at_s: mark.at.as_seconds(),
            danger: mark.danger,
            lane: lane(mark.shard),
        };
        Self { rows: rows.collect(), marks: readers.marks.iter().map(mark).collect(), unmarked: readers.unmarked }
    }

    /// The places of the rows that the picture has: where they are too many, those in danger and those farthest behind.
    pub fn shown(&self) -> Vec<usize> {
        let mut places: Vec<usize> = (0..self.rows.len()).collect();
        let slowest_s = |place: &usize| self.rows[*place].reach_s.map_or(f64::INFINITY, |(slowest, _)| slowest);
        places.sort_by(|a, b| {
            let danger = self.rows[*b].danger.cmp(&self.rows[*a].danger);
            danger.then(slowest_s(a).total_cmp(&slowest_s(b))).then(a.cmp(b))
        });
        places.truncate(ROWS_SHOWN);
        places.sort_unstable();
        places
    }

    /// What the picture leaves out, if it does.
    pub fn left_out(&self) -> Option<Message> {
        let rows = self.rows.len().saturating_sub(ROWS_SHOWN);
        if rows > 0 {
            return Some(Message::new("readers-more").number("shown", ROWS_SHOWN).number("more", rows));
        }
        let unmarked = Message::new("readers-unmarked").number("positions", self.unmarked);
        (self.unmarked > 0).then(|| unmarked.number("most", MARKS_A_BAND))
    }

    /// Who stands where in a shard's band, as text; `None` where nobody does.
    pub fn of_shard(&self, shard: ShardId) -> Option<String> {
        let marks = self.marks.iter().filter(|mark| mark.shard == shard);
        let words = marks.map(|mark| {
            let at = clock_seconds(SimTime((mark.at_s * 1e6) as u64));
            format!("{} {at}", self.rows[mark.row].name)
        });
        let words: Vec<String> = words.collect();
        (!words.is_empty()).then(|| words.join(", "))
    }
}

impl ReaderRow {
    fn new(reader: &ReaderFrame, place: usize, retention: Micros) -> Self {
        let name = reader.name.clone().unwrap_or_else(|| "GetRecords".to_owned());
        let slowest = reader.reach.map(|(slowest, _)| slowest);
        Self {
            letter: letter(place),
            is_polling: reader.name.is_none(),
            reach_s: reader.reach.map(|(slowest, newest)| (slowest.at.as_seconds(), newest.at.as_seconds())),
            slowest: slowest.map(|slowest| slowest.shard),
            danger: reader.danger,
            words: words(reader, slowest),
            states: danger(reader, slowest, retention).into_iter().chain(stopped(reader)).collect(),
            cells: cells(&name, reader),
            name,
        }
    }
}

/// The marks of the first rows are called A to Z, those behind them A1 to Z1 and so on.
fn letter(place: usize) -> String {
    let letter = char::from(b'A' + (place % 26) as u8);
    if place < 26 { letter.to_string() } else { format!("{letter}{}", place / 26) }
}

/// `MillisBehindLatest`, as AWS counts it.
fn millis(behind: Micros) -> String {
    number((behind.0 / 1_000) as f64, 0)
}

fn words(reader: &ReaderFrame, slowest: Option<Place>) -> Message {
    match slowest {
        Some(slowest) => {
            let id = if slowest.behind < KEEPS_UP { "reader-keeps-up" } else { "reader-slowest" };
            Message::new(id)
                .text("shard", format::shard(slowest.shard.0))
                .text("time", time_label(slowest.behind.as_seconds(), slowest.behind.as_seconds()))
                .text("behind", millis(slowest.behind))
        }
        None if reader.ended > 0 => Message::new("reader-ended").number("shards", reader.ended),
        None => Message::new("reader-nowhere"),
    }
}

fn danger(reader: &ReaderFrame, slowest: Option<Place>, retention: Micros) -> Option<Message> {
    match (reader.danger, slowest) {
        (Danger::Losing, _) => Some(Message::new("reader-losing").text("lost", format::short(reader.lost as f64))),
        (Danger::Near, Some(slowest)) => {
            let share = slowest.behind.as_seconds() / retention.as_seconds().max(1.0);
            let retention = number(retention.as_seconds() / 3_600.0, 0);
            Some(Message::new("reader-near").text("percent", format::percent(share)).text("hours", retention))
        }
        _ => None,
    }
}

fn stopped(reader: &ReaderFrame) -> Option<Message> {
    (reader.positions > 0 && reader.reading == 0).then(|| Message::new("reader-stopped"))
}

fn cells(name: &str, reader: &ReaderFrame) -> [String; 7] {
    let none = || "–".to_owned();
    let of = |place: Option<Place>, tell: fn(Place) -> String| place.map_or_else(none, tell);
    let (slowest, newest) = (reader.reach.map(|(slowest, _)| slowest), reader.reach.map(|(_, newest)| newest));
    [
        name.to_owned(),
        reader.positions.to_string(),
        of(slowest, |place| format::shard(place.shard.0)),
        of(slowest, |place| clock_seconds(place.at)),
        of(slowest, |place| millis(place.behind)),
        of(newest, |place| format!("{} {}", format::shard(place.shard.0), clock_seconds(place.at))),
        format::short(reader.lost as f64),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reader(name: &str, behind_s: u64, danger: Danger) -> ReaderFrame {
        let at = |behind: Micros| SimTime(Micros::hours(100).0) - behind;
        let place = |behind| Place { shard: ShardId(1), at: at(behind), behind };
        ReaderFrame {
            name: Some(name.to_owned()),
            positions: 2,
            reading: 2,
            ended: 0,
            reach: Some((place(Micros::seconds(behind_s)), place(Micros(0)))),
            lost: 0,
            danger,
        }
    }

    #[test]
    fn of_many_rows_those_in_danger_and_farthest_behind_are_shown() {
        let mut rows: Vec<_> = (0..8).map(|place| reader("calm", place, Danger::None)).collect();
        rows[1] = reader("late", 60_000, Danger::Near);
        let scene = ReadersScene::new(&Readers { rows, ..Readers::default() }, Micros::hours(24));
        assert_eq!(scene.shown(), [1, 4, 5, 6, 7]);
        assert_eq!(scene.rows[1].states, [Message::new("reader-near").text("percent", "69 %").text("hours", "24")]);
        assert_eq!(scene.left_out().map(|message| message.id), Some("readers-more".into()));
        assert_eq!(scene.rows[1].cells[2..5], ["0001", "3 d 11:20:00", "60,000,000"]);
    }

    #[test]
    fn marks_of_a_band_share_its_height() {
        let mark = |row, shard| Mark { row, shard: ShardId(shard), at: SimTime::ZERO, danger: Danger::None };
        let rows = vec![reader("a", 1, Danger::None), reader("b", 1, Danger::None)];
        let readers = Readers { rows, marks: vec![mark(0, 3), mark(1, 3), mark(0, 5)], unmarked: 0 };
        let scene = ReadersScene::new(&readers, Micros::hours(24));
        assert_eq!(scene.marks.iter().map(|mark| mark.lane).collect::<Vec<_>>(), [(0, 2), (1, 2), (0, 1)]);
        assert_eq!(scene.of_shard(ShardId(3)).as_deref(), Some("a 00:00:00, b 00:00:00"));
        assert_eq!([letter(0), letter(25), letter(27)], ["A", "Z", "B1"]);
    }
}
