// In a notebook: the figure as an anywidget. Its traits are `spec` and `state`.
import { mount } from "./view.js";

export default {
  render({ model, el }) {
    const root = document.createElement("div");
    el.append(root);
    let figure;
    try {
      figure = mount(root, model.get("spec"), {
        state: model.get("state"),
        onState: (state) => {
          model.set("state", state);
          model.save_changes();
        },
      });
    } catch (error) {
      root.textContent = `This figure cannot be shown: ${error.message}.`;
      return undefined;
    }
    const update = () => figure.setState(model.get("state"));
    model.on("change:state", update);
    return () => {
      model.off("change:state", update);
      figure.destroy();
    };
  },
};
