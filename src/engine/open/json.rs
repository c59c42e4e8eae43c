//! Opening a JSON file, whose members a mapping names.

use std::io::Read;

use crate::{
    dialect::{Decompressed, Dialect, Encoding, LineEnds, framing::Framer, json_lines::JsonLines},
    engine::{
        HeaderNames, Input,
        column_map::ColumnMap,
        column_readings::{HowRead, Readings},
        columns::Columns,
        judge::{FileContext, SourceColumns},
        plan::Plan,
        read::ChunkReader,
    },
    mapping::mapper::Mapper,
    position::Position,
    rules::HeaderFlags,
};

use super::{Body, Opened, column_names, find};

/// A JSON file, of which the first bytes are read.
pub(super) struct JsonBody<R> {
    pub(super) reader: Decompressed<R>,
    pub(super) start: Vec<u8>,
    pub(super) mark: usize,
    pub(super) at_end: bool,
}

impl<R: Read> JsonBody<R> {
    /// Opens the file as one record a line. It has no header.
    pub(super) fn open(
        mut self,
        plan: &Plan,
        mapper: &Mapper,
        name: &str,
        keeps_values: bool,
    ) -> Opened<R> {
        let paths = &mapper.mapping().input.records;
        let has_mark = self.mark > 0;
        let offset = self.mark as u64;
        let rest = self.start.split_off(self.mark);
        let framer = Framer::new(Dialect::Json, Encoding::UTF_8, LineEnds::LineFeed);
        let chunk_bytes = plan.options.chunk_bytes();
        let reader = if JsonLines::<Decompressed<R>>::are_there(&rest, self.at_end, paths) {
            let body = Body::AsIs(self.reader);
            ChunkReader::new(body, framer, chunk_bytes, rest, offset, self.at_end)
        } else {
            let body = Body::Json(JsonLines::new(self.reader, rest, offset, paths));
            ChunkReader::new(body, framer, chunk_bytes, Vec::new(), offset, false)
        };
        let columns = Columns::find(plan, &column_names(plan));
        let notes = HeaderFlags {
            byte_order_mark: has_mark,
            ..HeaderFlags::default()
        };
        let findings = find(plan, &columns, notes);
        let unnamed = columns.unnamed(plan);
        let columns = ColumnMap::new(columns.by_field, unnamed, &plan.schema, &plan.fast_path);
        let readings = Readings::new(plan, &columns, HowRead::default(), None);
        Opened {
            reader,
            context: FileContext {
                dialect: Dialect::Json,
                is_detected: false,
                encoding: Encoding::UTF_8,
                encoding_fallback: None,
                names: Vec::new(),
                framer,
                columns,
                readings,
                source: Some(SourceColumns::new(Vec::new(), None, plan)),
                choices: Vec::new(),
                has_guards: false,
                keeps_values,
            },
            input: Input {
                name: name.to_owned(),
                dialect: Dialect::Json,
                dialect_detected: false,
                because: "",
                encoding: Encoding::UTF_8,
                byte_order_mark: has_mark,
                bytes: 0,
                hint: None,
                header: HeaderNames::default(),
                username_rule: Some(mapper.username_rule()),
                guarded: Vec::new(),
            },
            findings,
            repairs: Vec::new(),
            raw_header: Vec::new(),
            line_end: Vec::new(),
            header: Position {
                line: 1,
                record: 0,
                byte: offset,
            },
            line: 1,
        }
    }
}
