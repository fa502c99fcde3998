// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace transformer_lens {

/// The name of one hook point. In names, "{block}" stands for the path of the block, "{path}" for
/// that of the component and "{expert}" for the number of each of its experts.
struct Point {
  std::string kind;  ///< Of the component, or "stream" for the residual stream.
  std::string site;
  std::string path;           ///< Only of the component with this path; empty: of any.
  std::string architectures;  ///< Only in graphs of these kinds, "decoder encoder"; empty: any.
  std::string name;           ///< Empty: TransformerLens has no hook there.
  std::string needs;          ///< The option without which it never fires; empty: it always fires.
};

/// A hook point that TransformerLens creates for a component that the model lacks.
struct DeadPoint {
  std::string without;    ///< Path of the component.
  std::string positions;  ///< Only with these positions; empty: with any.
  std::string name;       ///< With "{block}" if it is in a block.
  std::string needs;      ///< Why it never fires.

  bool in_block() const { return name.starts_with("{block}"); }
};

/// The names of this dialect (hook_names.json).
class HookTable {
 public:
  HookTable();  ///< Reads the table that the plugin carries.

  /// The first row for a site of a component of this kind and path, or nullptr.
  const Point* find(std::string_view kind, std::string_view site, std::string_view path,
                    std::string_view architecture) const;
  const std::vector<DeadPoint>& dead_points() const { return dead_points_; }

 private:
  std::vector<Point> points_;
  std::vector<DeadPoint> dead_points_;
};

}  // namespace transformer_lens
